package io.lepton.fairness.preprocessing;

import io.lepton.fairness.mitigation.Mitigation;

/** Changes features by the row's group, before training and of all rows that are scored. */
public interface FeatureMitigation extends Mitigation {
    @Override
    default Family family() {
        return Family.BEFORE_TRAINING;
    }

    @Override
    default boolean needsProtectedAttribute() {
        return true;
    }
}
