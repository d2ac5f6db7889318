package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Alternatives;
import io.lepton.fairness.estimate.Normal;

/**
 * What a ranking would be made up of, were groups nearer to the top, or to the bottom, the more, the larger the share: a group's odds rise or fall evenly
 * with the normal score of the rank (van der Waerden 1952), as they were found to do and a little more. What each rank was found to hold is mostly chance.
 *
 * @param cells weights of groups beside each other, bin by bin, the top first
 * @param rowsPerWeight rows that a weight of 1 tells as much as
 */
record TiltedRanks(double[] cells, int groups, double rowsPerWeight) implements Alternatives {
    /** Standard errors by which slopes are taken to be steeper than found; by simulation. */
    private static final double CHANCE = 2;

    @Override
    public double[] expected(double share) {
        double[] weights = weights();
        double[] scores = normalScores(weights);
        double[] ofGroups = new double[groups];
        double[] sums = new double[groups];
        double squares = 0;
        for (int i = 0; i < cells.length; i++) {
            double score = scores[i / groups];
            ofGroups[i % groups] += cells[i];
            sums[i % groups] += cells[i] * score;
            squares += cells[i] * score * score;
        }
        // The mean score is 0, but for ranks of different weight.
        double variance = squares / VectorNorm.sum(weights);
        double[] slopes = new double[groups];
        for (int group = 0; group < groups; group++) {
            // Rows that all score alike have no ranks, and a group of nobody has none.
            if (variance > 0 && ofGroups[group] > 0) {
                double higher = sums[group] / ofGroups[group];
                double chance = Math.sqrt(variance / (ofGroups[group] * rowsPerWeight));
                slopes[group] = (higher + Math.copySign(CHANCE * chance, higher)) / variance;
            }
        }
        double[] expected = new double[cells.length];
        for (int bin = 0; bin < weights.length; bin++) {
            tilt(expected, bin, weights[bin], ofGroups, slopes, share * scores[bin]);
        }
        return expected;
    }

    /** Writes what a bin is expected to hold. */
    private void tilt(double[] expected, int bin, double weight, double[] ofGroups, double[] slopes, double score) {
        double steepest = Double.NEGATIVE_INFINITY;
        for (double slope : slopes) {
            steepest = Math.max(steepest, slope * score);
        }
        double odds = 0;
        for (int group = 0; group < groups; group++) {
            int cell = bin * groups + group;
            // Less the largest exponent: none overflows.
            expected[cell] = ofGroups[group] * Math.exp(slopes[group] * score - steepest);
            odds += expected[cell];
        }
        for (int group = 0; group < groups; group++) {
            expected[bin * groups + group] *= odds > 0 ? weight / odds : 0;
        }
    }

    /** By bin. */
    private double[] weights() {
        double[] weights = new double[cells.length / groups];
        for (int i = 0; i < cells.length; i++) {
            weights[i / groups] += cells[i];
        }
        return weights;
    }

    /** Of the middle of each bin; high at the top. */
    static double[] normalScores(double... weights) {
        double all = VectorNorm.sum(weights);
        double[] scores = new double[weights.length];
        double passed = 0;
        for (int bin = 0; bin < weights.length; bin++) {
            scores[bin] = weights[bin] == 0 ? 0 : -Normal.quantile((passed + weights[bin] / 2) / all);
            passed += weights[bin];
        }
        return scores;
    }
}
