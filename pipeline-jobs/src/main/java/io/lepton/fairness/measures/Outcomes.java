package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.estimate.Proportion;

/**
 * Weights of a group's rows by label and prediction, 0 or 1 each.
 *
 * @param rowsPerWeight rows that a weight of 1 tells as much as
 */
record Outcomes(
        double truePositives,
        double falsePositives,
        double falseNegatives,
        double trueNegatives,
        double rowsPerWeight) {
    static Outcomes of(GroupTally tally) {
        return new Outcomes(
                tally.cell(1, 1), tally.cell(0, 1), tally.cell(1, 0), tally.cell(0, 0), tally.rowsPerWeight());
    }

    /** Of all rows but these. */
    static Outcomes ofAllBut(GroupTally group, GroupTally everybody) {
        Outcomes all = of(everybody);
        Outcomes part = of(group);
        return new Outcomes(
                all.truePositives - part.truePositives,
                all.falsePositives - part.falsePositives,
                all.falseNegatives - part.falseNegatives,
                all.trueNegatives - part.trueNegatives,
                everybody.rowsPerWeightWithout(group));
    }

    double positives() {
        return truePositives + falseNegatives;
    }

    double negatives() {
        return falsePositives + trueNegatives;
    }

    double selected() {
        return truePositives + falsePositives;
    }

    double all() {
        return positives() + negatives();
    }

    /** A share of weights, in the numbers of rows that they tell as much as. */
    Proportion share(double part, double whole) {
        return new Proportion(part * rowsPerWeight, whole * rowsPerWeight);
    }
}
