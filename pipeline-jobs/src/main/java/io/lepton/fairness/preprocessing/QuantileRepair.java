package io.lepton.fairness.preprocessing;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Maps one feature of one group to the groups' median distribution: a value's rank in its group, to the median over groups of their
 * values at
 * this rank. Values that many rows share have the rank in the middle of theirs; beyond the lowest and highest quantile values keep their
 * distance to it.
 */
final class QuantileRepair implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final double[] from;
    private final double[] to;

    private QuantileRepair(double[] from, double[] to) {
        this.from = from;
        this.to = to;
    }

    /**
     * @param quantiles of the group, ascending, at evenly spaced ranks from 0 to 1
     * @param medians over the groups at these ranks
     */
    static QuantileRepair of(double[] quantiles, double[] medians) {
        double[] from = new double[quantiles.length];
        double[] to = new double[quantiles.length];
        int points = 0;
        for (int first = 0; first < quantiles.length; ) {
            int last = first;
            while (last + 1 < quantiles.length && quantiles[last + 1] == quantiles[first]) {
                last++;
            }
            from[points] = quantiles[first];
            // Half-way between two levels if there is an even number of them.
            to[points++] = (medians[(first + last) / 2] + medians[(first + last + 1) / 2]) / 2;
            first = last + 1;
        }
        return new QuantileRepair(Arrays.copyOf(from, points), Arrays.copyOf(to, points));
    }

    /** Leaves values as they are. */
    static QuantileRepair nothing() {
        return new QuantileRepair(new double[] {0}, new double[] {0});
    }

    /** The middle of several values; of an even number the mean of the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** NaN stays. */
    double of(double value, double level) {
        return Double.isNaN(value) ? value : (1 - level) * value + level * repaired(value);
    }

    private double repaired(double value) {
        int last = from.length - 1;
        if (value <= from[0]) {
            return to[0] + (value - from[0]);
        }
        if (value >= from[last]) {
            return to[last] + (value - from[last]);
        }
        int found = Arrays.binarySearch(from, value);
        if (found >= 0) {
            return to[found];
        }
        int next = -found - 1;
        double share = (value - from[next - 1]) / (from[next] - from[next - 1]);
        return to[next - 1] + share * (to[next] - to[next - 1]);
    }
}
