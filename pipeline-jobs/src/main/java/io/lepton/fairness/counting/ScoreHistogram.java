package io.lepton.fairness.counting;

import java.util.stream.IntStream;

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
        private final boolean[] positive;
        private final double[] weights;
        private final double[] scores;
        private int cells;

        Builder(int capacity) {
            bins = new int[capacity];
            positive = new boolean[capacity];
            weights = new double[capacity];
            scores = new double[capacity];
        }

        void add(int bin, boolean isPositive, double weight, double score) {
            // A weight of zero tells nothing of a score.
            if (weight > 0) {
                bins[cells] = bin;
                positive[cells] = isPositive;
                weights[cells] = weight;
                scores[cells++] = score;
            }
        }

        ScoreHistogram build() {
            long[] order = IntStream.range(0, cells)
                    .mapToLong(cell -> (long) bins[cell] << Integer.SIZE | cell)
                    .sorted()
                    .toArray();
            int[] distinct = IntStream.range(0, cells)
                    .map(i -> (int) (order[i] >> Integer.SIZE))
                    .distinct()
                    .toArray();
            double[] negatives = new double[distinct.length];
            double[] positives = new double[distinct.length];
            double[] sums = new double[distinct.length];
            int at = 0;
            for (long each : order) {
                int cell = (int) each;
                while (distinct[at] != bins[cell]) {
                    at++;
                }
                (positive[cell] ? positives : negatives)[at] += weights[cell];
                sums[at] += scores[cell];
            }
            return new ScoreHistogram(distinct, negatives, positives, sums);
        }
    }
}
