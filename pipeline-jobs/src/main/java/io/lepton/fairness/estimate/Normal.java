package io.lepton.fairness.estimate;

import org.apache.commons.math3.special.Erf;

/** The standard normal distribution. */
public final class Normal {
    private Normal() {}

    /** The value below which a share of the distribution lies. */
    public static double quantile(double share) {
        return Math.sqrt(2) * Erf.erfInv(2 * share - 1);
    }

    /** How many standard errors an interval reaches to either side. */
    static double z(double confidence) {
        return quantile((1 + confidence) / 2);
    }
}
