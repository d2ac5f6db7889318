package io.lepton.fairness.postprocessing.thresholds;

/**
 * Who is selected of one group.
 *
 * @param falsePositives weight of the selected negatives
 * @param truePositives weight of the selected positives
 * @param negatives of the group
 * @param positives of the group
 */
record Outcome(double falsePositives, double truePositives, double negatives, double positives) {

    double falsePositiveRate() {
        return falsePositives / negatives;
    }

    double truePositiveRate() {
        return truePositives / positives;
    }

    double selectionRate() {
        return (falsePositives + truePositives) / (negatives + positives);
    }
}
