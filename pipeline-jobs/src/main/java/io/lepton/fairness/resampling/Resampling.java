package io.lepton.fairness.resampling;

import java.util.SplittableRandom;

/** How rows come into cells, what would be expected in each given. */
public interface Resampling {

    /** Samples of one hypothesis. */
    @FunctionalInterface
    interface Samples {
        /** Draws the next one: weights by cell. */
        void draw(SplittableRandom random, double[] into);
    }

    /** Rows that a weight of 1 is worth: 1, or Kish's for weighted rows. */
    default double rowsPerWeight() {
        return 1;
    }

    /** @param expected weights by cell */
    Samples of(double[] expected);

    /**
     * By how much samples of so few rows vary less than people do: they are drawn from those who were found, and who tell how much people vary only
     * so well. 1 where that matters little.
     */
    default double widening(double[] expected) {
        return 1;
    }

    /** The same as {@link #of}, where the hypothesis is that groups are alike: then it may be known better how samples come about. */
    default Samples ofNone(double[] expected) {
        return of(expected);
    }
}
