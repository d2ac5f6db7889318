package io.lepton.fairness.postprocessing.scores;

import java.util.Arrays;

/**
 * Counts of scores in ascending order, and what lies above a cut.
 *
 * @param low the lowest score of each bin
 * @param high the highest; the same for a single score
 * @param negatives weight of the bin's negatives
 * @param positives weight of its positives
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers, read by index; nothing compares tables
public record ScoreTable(double[] low, double[] high, double[] negatives, double[] positives) {

    public int size() {
        return low.length;
    }

    /** A score for all of a bin: the middle of its range. */
    public double middle(int bin) {
        return low[bin] == high[bin] ? low[bin] : low[bin] / 2 + high[bin] / 2;
    }

    /**
     * A number that the bin's scores are above and the next lower bin's are not.
     *
     * @param bin from 1 to the number of bins − 1
     */
    public double below(int bin) {
        double middle = high[bin - 1] / 2 + low[bin] / 2;
        return middle > high[bin - 1] && middle < low[bin]
                ? middle
                : high[bin - 1]; // of neighbouring doubles it is one of them
    }

    public double allNegatives() {
        return Arrays.stream(negatives).sum();
    }

    public double allPositives() {
        return Arrays.stream(positives).sum();
    }
}
