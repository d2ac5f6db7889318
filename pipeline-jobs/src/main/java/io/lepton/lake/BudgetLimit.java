package io.lepton.lake;

import io.lepton.error.LeptonException;

/** How much all queries on a table may cost together. */
public record BudgetLimit(double epsilon, double delta) {
    /** @throws LeptonException configuration, if there is no such budget */
    public BudgetLimit {
        if (!(epsilon > 0 && epsilon <= 1000) || !(delta >= 0 && delta < 1)) {
            throw LeptonException.configuration("Cannot set a privacy budget of epsilon " + epsilon + " and delta "
                    + delta + ": epsilon must be above 0 and at most 1000, delta from 0 to below 1.");
        }
    }
}
