package io.lepton.fairness.counting;

/**
 * A monotone map from scores to bins, fine ones and coarse ones, of which probabilities from 0.002 to 0.998 fill at most 16,400.
 *
 * <p>A coarse bin is as wide as a 1024th of the distance to the nearer end, 0 or 1, or less: the scores of a rare event crowd near 0, where equal bins
 * would tie most pairs. Two probabilities more than 0.00025 apart never share one; 256 fine ones make a coarse one. Read off the bits of the number,
 * without a logarithm; scores beyond 0 to 1 keep their order.
 */
final class ScoreBins {
    /** Of a bin's number: those that tell fine bins of a coarse one apart. */
    static final int FINE_BITS = 8;

    /** Leaves 10 bits of the fraction, and those. */
    private static final int DROPPED_BITS = 42 - FINE_BITS;

    private static final int MIDDLE = head(0.5);
    private static final int LAST = 2 * MIDDLE;

    private ScoreBins() {}

    /** The coarse bin of a score. */
    static int coarse(double score) {
        return of(score) >> FINE_BITS;
    }

    /**
     * The fine bin of a score; a higher score never has a lower one.
     *
     * @param score not NaN
     */
    static int of(double score) {
        if (score < 0) {
            return -1 - head(-score);
        }
        if (score < 0.5) {
            return head(score);
        }
        return score <= 1 ? LAST - head(1 - score) : LAST + 1 + head(score - 1);
    }

    /** Sign, exponent and the first bits of the fraction: rises with a number that is not negative. */
    private static int head(double notNegative) {
        // Of −0.0 only the size counts.
        return (int) ((Double.doubleToRawLongBits(notNegative) & Long.MAX_VALUE) >>> DROPPED_BITS);
    }
}
