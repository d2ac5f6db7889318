package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Smoothed;

/**
 * Mean over rows of their group's share of the rejected less its share of the selected (AIF360's conditional demographic disparity).
 *
 * @param counts weights of the rejected, then of the selected, of each group
 * @param rowsPerWeight rows that a weight of 1 tells as much as
 */
record ConditionalDisparity(double[] counts, double rowsPerWeight) {
    /** Rows that each cell is given more for the interval: a few rows alone know too little of their own variance. */
    private static final double SMOOTHING = 0.5;

    /** Delta method on smoothed counts (Agresti and Coull 1998): how the figure moves with the weight of each row. */
    Estimate estimate() {
        double[] smoothed = counts.clone();
        for (int i = 0; i < smoothed.length; i++) {
            smoothed[i] += SMOOTHING / rowsPerWeight;
        }
        Totals totals = new Totals(smoothed);
        double value = totals.disparity();
        double variance = 0;
        for (int i = 0; i < smoothed.length; i++) {
            double moved = totals.moved(i, value);
            variance += smoothed[i] * moved * moved / rowsPerWeight;
        }
        return new Smoothed(
                new Totals(counts).disparity(), new Approximate(value, Math.sqrt(variance), Approximate.Scale.LINEAR));
    }

    /** Sums over the groups. */
    private static final class Totals {
        private final double[] counts;
        /** Of the rejected and the selected. */
        private final double[] rows = new double[2];
        /** Of both, each times the rows of its group. */
        private final double[] products = new double[2];

        Totals(double... counts) {
            this.counts = counts;
            for (int i = 0; i < counts.length; i++) {
                rows[i % 2] += counts[i];
                products[i % 2] += counts[i] * ofGroup(i);
            }
        }

        private double ofGroup(int cell) {
            return counts[cell] + counts[cell ^ 1];
        }

        double disparity() {
            return (products[0] / rows[0] - products[1] / rows[1]) / (rows[0] + rows[1]);
        }

        /** The derivative by a cell's count. */
        double moved(int cell, double disparity) {
            int kind = cell % 2;
            int rejected = cell - kind;
            double difference = counts[rejected] / rows[0] - counts[rejected + 1] / rows[1];
            double own = (ofGroup(cell) - products[kind] / rows[kind]) / rows[kind];
            return (difference + (kind == 0 ? own : -own) - disparity) / (rows[0] + rows[1]);
        }
    }
}
