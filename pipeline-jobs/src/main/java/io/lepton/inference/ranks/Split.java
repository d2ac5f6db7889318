package io.lepton.inference.ranks;

import java.util.BitSet;

/** What a fork asks of a row. */
public sealed interface Split {

    int feature();

    /** Left where the feature is below the threshold, right where it is equal or above. */
    record Below(int feature, double threshold, boolean missingGoesLeft) implements Split {
        public Below {
            // One zero, and the one from which the difference to both zeros is positive: see ThresholdRanks.
            threshold = threshold == 0 ? -0.0 : threshold;
        }
    }

    /**
     * Right where the feature is one of the categories, left where it is another one that the fork knows.
     *
     * @param known the fork knows the categories 0 to known - 1
     * @param right those that go right
     */
    record Among(int feature, int known, BitSet right, boolean unknownGoesLeft, boolean missingGoesLeft)
            implements Split {}
}
