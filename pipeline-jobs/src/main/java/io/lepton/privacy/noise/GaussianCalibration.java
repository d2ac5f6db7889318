package io.lepton.privacy.noise;

import org.apache.commons.math3.special.Erf;

/**
 * How wide Gaussian noise must be for (ε, δ) (Balle and Wang, 2018, "Improving the Gaussian mechanism for differential privacy:
 * analytical calibration and optimal denoising").
 */
final class GaussianCalibration {
    private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

    private GaussianCalibration() {}

    /** δ of continuous Gaussian noise for a value that one person changes by 1 at most (their theorem 8). */
    static double continuousDelta(double sigma, double epsilon) {
        return upperTail(epsilon * sigma - 0.5 / sigma) - Math.exp(epsilon) * upperTail(epsilon * sigma + 0.5 / sigma);
    }

    /** The smallest σ with which continuous noise is (ε, δ)-private for a value that one person changes by 1 at most. */
    static double sigma(double epsilon, double delta) {
        double low = 0;
        double high = 1;
        while (continuousDelta(high, epsilon) > delta) {
            low = high;
            high *= 2;
        }
        for (double middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
            if (continuousDelta(middle, epsilon) > delta) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * An upper bound of the δ of discrete Gaussian noise on an integer that one person changes by at most {@code sensitivity}.
     *
     * <p>The likelihood ratio of two shifted copies grows with x, so that δ = P(X ≥ c) - e^ε P(X ≥ c + Δ) for the first c at which it is
     * at least e^ε, and no c gives more. Both sums are bounded by integrals of the density: beyond σ it is convex, so that each term is
     * at most the integral of half a step to either side, and a sum of terms is at least the integral by trapezoids; elsewhere the
     * midpoint rule's error, a 24th of the second derivative, is added up. The normalizing sum is σ √(2π) but for a factor of
     * 1 + 2 e^(-2π²σ²), which is 1 in doubles from σ = 2 on.
     *
     * @param sigma 2 or more
     */
    static double discreteDelta(long sigma, long sensitivity, double epsilon) {
        double turn = epsilon * sigma * sigma / sensitivity - sensitivity / 2.0;
        double worst = 0;
        // The floor of a double may be off by one.
        for (double c = Math.floor(turn); c <= Math.floor(turn) + 2; c++) {
            double above = atMost(c, sigma);
            // Room for the rounding of the tails, each good to about 1e-15 of itself.
            double room = 1e-14 * above;
            worst = Math.max(worst, above - Math.exp(epsilon) * atLeast(c + sensitivity, sigma) + room);
        }
        return worst;
    }

    /** No less than P(X ≥ c). */
    private static double atMost(double c, double sigma) {
        double integral = upperTail((c - 0.5) / sigma);
        return c - 0.5 >= sigma ? integral : integral + (1.2131 + 2 / sigma) / (24 * SQRT_TWO_PI * sigma * sigma);
    }

    /** No more than P(X ≥ c). */
    private static double atLeast(double c, double sigma) {
        double x = c / sigma;
        return c >= sigma
                ? upperTail(x) + Math.exp(-0.5 * x * x) / (2 * SQRT_TWO_PI * sigma)
                : upperTail((c - 0.5) / sigma) - (0.6066 + 0.8926 / sigma) / (24 * SQRT_TWO_PI * sigma * sigma);
    }

    /** P(Z > x) of a standard normal variable. */
    static double upperTail(double x) {
        return Erf.erfc(x / Math.sqrt(2)) / 2;
    }
}
