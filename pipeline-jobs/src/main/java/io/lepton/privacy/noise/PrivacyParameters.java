package io.lepton.privacy.noise;

import io.lepton.error.LeptonException;

/** What may be asked of noise, and what is said where it may not. */
final class PrivacyParameters {
    /** Beyond this a promise is none, and e^ε leaves the range of doubles soon. */
    static final double LARGEST_EPSILON = 100;

    /** Below this nothing is left of the values. */
    static final double SMALLEST_EPSILON = 1e-6;

    private PrivacyParameters() {}

    static void requireEpsilon(double epsilon) {
        if (!(epsilon >= SMALLEST_EPSILON && epsilon <= LARGEST_EPSILON)) {
            throw LeptonException.configuration("Cannot add noise: epsilon is " + epsilon
                    + " and must be from 0.000001 to 100; 1 is a common choice, and smaller is more private.");
        }
    }

    static void requireDelta(double delta) {
        if (!(delta >= 1e-12 && delta <= 0.1)) {
            throw LeptonException.configuration("Cannot add noise: delta is " + delta
                    + " and must be from 1e-12 to 0.1; well below one in the number of people is a common choice.");
        }
    }

    static void requireBounds(double lower, double upper) {
        if (!(lower < upper) || !Double.isFinite(upper - lower)) {
            throw LeptonException.configuration("Cannot add noise: the bounds are " + lower + " and " + upper
                    + ". Two finite numbers are needed, the lower one first.");
        }
    }
}
