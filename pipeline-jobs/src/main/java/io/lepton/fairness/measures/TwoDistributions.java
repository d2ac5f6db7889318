package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Alternatives;

/**
 * Two distributions over the same cells, and what would be expected of each, were they nearer to what both are together, or farther.
 *
 * @param counts rows of one, then of the other
 * @param positions of the cells, rising
 */
record TwoDistributions(double[] counts, double[] positions) {
    /** Standard errors by which means are moved apart; by simulation. */
    private static final double SHIFT = 2;

    static TwoDistributions unordered(double[] counts) {
        return new TwoDistributions(counts, new double[counts.length / 2]);
    }

    /** Each cell is as much more or less likely as it was found to be, times a share. */
    Alternatives apart() {
        return along(0);
    }

    /**
     * The same, with the means a little further apart. A small distance by chance tells little of how the distributions differ: mostly they cross. If
     * they differ in truth, then rather as what moves most by chance does, their means; hypotheses of which would otherwise be missed.
     */
    Alternatives shifted() {
        return along(SHIFT);
    }

    private Alternatives along(double errors) {
        int size = positions.length;
        double first = 0;
        double second = 0;
        double ofFirst = 0;
        double ofSecond = 0;
        for (int i = 0; i < size; i++) {
            first += counts[i];
            second += counts[size + i];
            ofFirst += counts[i] * positions[i];
            ofSecond += counts[size + i] * positions[i];
        }
        double all = first + second;
        double mean = (ofFirst + ofSecond) / all;
        double variance = 0;
        for (int i = 0; i < size; i++) {
            double off = positions[i] - mean;
            variance += (counts[i] + counts[size + i]) / all * off * off;
        }
        double standardError = Math.sqrt(variance * (1 / first + 1 / second));
        double sign = ofFirst / first >= ofSecond / second ? 1 : -1;
        double slope = variance > 0 ? errors * sign * standardError / variance : 0;
        double[] alike = new double[2 * size];
        double[] differences = new double[2 * size];
        for (int i = 0; i < size; i++) {
            double share = (counts[i] + counts[size + i]) / all;
            double tilt = share * (positions[i] - mean) * slope;
            alike[i] = share * first;
            alike[size + i] = share * second;
            differences[i] = counts[i] - alike[i] + tilt * first * second / all;
            differences[size + i] = counts[size + i] - alike[size + i] - tilt * first * second / all;
        }
        double ones = first;
        double others = second;
        return share -> {
            double[] expected = new double[2 * size];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = Math.max(0, alike[i] + share * differences[i]);
            }
            fill(expected, 0, size, ones);
            fill(expected, size, 2 * size, others);
            return expected;
        };
    }

    /** Where a difference went beyond what there is, the rest makes up for it. */
    private static void fill(double[] expected, int from, int to, double weight) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += expected[i];
        }
        for (int i = from; i < to; i++) {
            expected[i] *= weight / sum;
        }
    }
}
