package io.lepton.inference.ranks;

import java.util.BitSet;

/** What a fork asks of a row. */
public sealed interface Split {

    int feature();

    /** The same where a value stands for missing ones. */
    Split filled(double value, CategoryReading reading);

    /** Left where the feature is below the threshold, right where it is equal or above. */
    record Below(int feature, double threshold, boolean missingGoesLeft) implements Split {
        public Below {
            // One zero, and the one from which the difference to both zeros is positive: see ThresholdRanks.
            threshold = threshold == 0 ? -0.0 : threshold;
        }

        @Override
        public Split filled(double value, CategoryReading reading) {
            return new Below(feature, threshold, Double.isNaN(value) ? missingGoesLeft : value < threshold);
        }
    }

    /**
     * Right where the feature is one of the categories, left where it is another one that the fork knows.
     *
     * @param known the fork knows the categories 0 to known - 1
     * @param right those that go right
     */
    record Among(int feature, int known, BitSet right, boolean unknownGoesLeft, boolean missingGoesLeft)
            implements Split {
        @Override
        public Split filled(double value, CategoryReading reading) {
            return new Among(feature, known, right, unknownGoesLeft, goesLeft(value, reading));
        }

        private boolean goesLeft(double value, CategoryReading reading) {
            if (Double.isNaN(value)) {
                return missingGoesLeft;
            }
            int category = reading.category(value, known);
            return category < known ? !right.get(category) : unknownGoesLeft;
        }
    }
}
