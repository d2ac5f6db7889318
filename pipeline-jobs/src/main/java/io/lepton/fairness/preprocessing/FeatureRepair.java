package io.lepton.fairness.preprocessing;

import java.io.Serializable;

/** What a fitted repair makes of one feature of a row, whose group is known by its place in a list. */
@FunctionalInterface
public interface FeatureRepair extends Serializable {
    /**
     * Repairs a value.
     *
     * @param group its place, from 0
     * @param feature its place in the vector, from 0
     * @param value NaN is missing, and stays
     */
    double of(int group, int feature, double value);
}
