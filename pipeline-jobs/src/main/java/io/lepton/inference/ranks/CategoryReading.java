package io.lepton.inference.ranks;

/** Which number is which category, as the source library reads it. */
public enum CategoryReading {
    /** XGBoost: single precision, without what follows the point; below zero is none. */
    TRUNCATED {
        @Override
        int category(double value, int none) {
            float single = (float) value;
            return single >= 0 && single < none ? (int) single : none;
        }
    },
    /** MLlib: the number itself. */
    EXACT {
        @Override
        int category(double value, int none) {
            int category = (int) value;
            return category >= 0 && category < none && category == value ? category : none;
        }
    };

    /** The category of a number that is not missing; {@code none} where it is not one of 0 to none - 1. */
    abstract int category(double value, int none);
}
