package io.lepton.fairness.counting;

import java.util.Arrays;

/**
 * How the scores of rows labelled 0 and 1 are spread, by rising score.
 *
 * @param bins the numbers of the bins that have rows, ascending
 * @param negatives weight of the rows labelled 0, by bin
 * @param positives weight of the rows labelled 1
 * @param scores weighted sum of the scores
 */
public record ScoreHistogram(int[] bins, double[] negatives, double[] positives, double[] scores) {
    public int size() {
        return bins.length;
    }

    public double weight(int at) {
        return negatives[at] + positives[at];
    }

    /** The mean score of a bin's rows: exact where they score alike. */
    public double score(int at) {
        return scores[at] / weight(at);
    }

    public double allNegatives() {
        return sum(negatives);
    }

    public double allPositives() {
        return sum(positives);
    }

    private static double sum(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** Collects cells in any order. */
    static final class Builder {
        private final int[] bins;
        private final double[] negatives;
        private final double[] positives;
        private final double[] scores;
        private int cells;

        Builder(int capacity) {
            bins = new int[capacity];
            negatives = new double[capacity];
            positives = new double[capacity];
            scores = new double[capacity];
        }

        void add(int bin, double negative, double positive, double score) {
            // A weight of zero tells nothing of a score.
            if (negative + positive > 0) {
                bins[cells] = bin;
                negatives[cells] = negative;
                positives[cells] = positive;
                scores[cells++] = score;
            }
        }

        ScoreHistogram build() {
            long[] order = new long[cells];
            for (int cell = 0; cell < cells; cell++) {
                order[cell] = (long) bins[cell] << Integer.SIZE | cell;
            }
            Arrays.sort(order);
            int[] distinct = distinct(order);
            double[] below = new double[distinct.length];
            double[] above = new double[distinct.length];
            double[] sums = new double[distinct.length];
            int at = 0;
            for (long each : order) {
                int cell = (int) each;
                while (distinct[at] != bins[cell]) {
                    at++;
                }
                below[at] += negatives[cell];
                above[at] += positives[cell];
                sums[at] += scores[cell];
            }
            return new ScoreHistogram(distinct, below, above, sums);
        }

        private static int[] distinct(long... order) {
            int[] distinct = new int[order.length];
            int found = 0;
            for (long each : order) {
                int bin = (int) (each >> Integer.SIZE);
                if (found == 0 || distinct[found - 1] != bin) {
                    distinct[found++] = bin;
                }
            }
            return Arrays.copyOf(distinct, found);
        }
    }
}
