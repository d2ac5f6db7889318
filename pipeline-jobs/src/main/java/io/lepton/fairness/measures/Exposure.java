package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.ShareOfRanks;

/**
 * The attention that rows get in a ranking by score: 1 / log₂(1 + rank) (Singh and Joachims 2018, "Fairness of Exposure in Rankings"). Rows of a bin
 * share what its ranks get.
 */
final class Exposure {
    private static final double LOG_2 = Math.log(2);
    /** Ranks that are added one by one. */
    private static final double EXACT = 2048;

    private static final int PIECES = 16;
    private static final int CELLS = 96;

    private final ScoreHistogram everybody;
    /** Mean of the ranks of each bin. */
    private final double[] ofBin;

    private final double mean;
    private final double all;
    private final DividedRanks ranks;

    /** @param rowsPerWeight rows that a weight of 1 tells as much as */
    Exposure(ScoreHistogram everybody, double rowsPerWeight) {
        this.everybody = everybody;
        this.ofBin = new double[everybody.size()];
        double rank = 0;
        double sum = 0;
        for (int bin = everybody.size() - 1; bin >= 0; bin--) {
            double weight = everybody.weight(bin);
            double attention = between(rank, rank + weight);
            ofBin[bin] = attention / weight;
            sum += attention;
            rank += weight;
        }
        this.mean = sum / rank;
        this.all = rank;
        this.ranks = ranks(rowsPerWeight);
    }

    /** A few cells of bins beside each other, finer at the top, which counts most. */
    private DividedRanks ranks(double rowsPerWeight) {
        double[] weights = new double[CELLS];
        double[] exposures = new double[CELLS];
        double passed = 0;
        for (int bin = everybody.size() - 1; bin >= 0; bin--) {
            int cell = Math.min(CELLS - 1, (int) (Math.log1p(passed) / Math.log1p(all) * CELLS));
            weights[cell] += everybody.weight(bin);
            exposures[cell] += everybody.weight(bin) * ofBin[bin] / mean;
            passed += everybody.weight(bin);
        }
        return new DividedRanks(weights, exposures, rowsPerWeight);
    }

    /** A group's mean exposure divided by everybody's: 1 is its due. */
    Estimate of(ScoreHistogram group) {
        double weight = group.allNegatives() + group.allPositives();
        return new ShareOfRanks(value(group), ranks.hypotheses(weight), weight / all);
    }

    double value(ScoreHistogram group) {
        double weight = 0;
        double sum = 0;
        int bin = 0;
        for (int i = 0; i < group.size(); i++) {
            while (everybody.bins()[bin] != group.bins()[i]) {
                bin++;
            }
            weight += group.weight(i);
            sum += group.weight(i) * ofBin[bin] / mean;
        }
        return sum / weight;
    }

    /** The sum over the ranks after {@code from} up to {@code to}, which may be fractions of one where rows are weighted. */
    private static double between(double from, double to) {
        double sum = 0;
        double at = from;
        while (at < to && at < EXACT) {
            double next = Math.min(to, Math.floor(at) + 1);
            sum += (next - at) * discount(Math.floor(at) + 1);
            at = next;
        }
        // Smooth by now: each piece counts as its middle.
        double step = (to - at) / PIECES;
        for (int piece = 0; at < to && piece < PIECES; piece++) {
            sum += step * discount(at + (piece + 0.5) * step + 0.5);
        }
        return sum;
    }

    /** @param rank from 1 */
    private static double discount(double rank) {
        return LOG_2 / Math.log1p(rank);
    }
}
