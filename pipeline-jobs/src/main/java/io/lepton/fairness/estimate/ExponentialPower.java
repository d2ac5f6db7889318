package io.lepton.fairness.estimate;

import org.apache.commons.math3.special.Gamma;

/**
 * The exponential power distributions about 0, whose density falls with exp(−|x|^β) (Subbotin 1923): Laplace's has β = 1, the normal one 2, and the
 * uniform one is their limit.
 */
public final class ExponentialPower {
    /** E|x| / √E x² of the uniform distribution; those of exponential power have less. */
    private static final double LARGEST_RATIO = Math.sqrt(3) / 2;

    private static final double KURTOSIS_OF_UNIFORM = 1.8;
    private static final int HALVINGS = 60;
    private static final double LEAST_POWER = .25;
    private static final double MOST_POWER = 50;

    private ExponentialPower() {}

    /**
     * E x⁴ / (E x²)² of the one that has a ratio of E|x| to √E x² (Geary 1935). The ratio hardly depends on the few largest values, of which the fourth
     * powers consist. Beyond the uniform distribution's, evenly down to 1, which two values ± x have.
     *
     * @param ratio above 0, at most 1
     */
    public static double kurtosis(double ratio) {
        if (ratio >= LARGEST_RATIO) {
            return 1 + (KURTOSIS_OF_UNIFORM - 1) * (1 - Math.min(1, ratio)) / (1 - LARGEST_RATIO);
        }
        double low = LEAST_POWER;
        double high = MOST_POWER;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (ratio(middle) < ratio) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double power = (low + high) / 2;
        return Math.exp(Gamma.logGamma(5 / power) + Gamma.logGamma(1 / power) - 2 * Gamma.logGamma(3 / power));
    }

    private static double ratio(double power) {
        return Math.exp(Gamma.logGamma(2 / power) - (Gamma.logGamma(1 / power) + Gamma.logGamma(3 / power)) / 2);
    }
}
