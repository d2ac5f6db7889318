package io.lepton.privacy.noise;

import io.lepton.error.LeptonException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Discrete Laplace noise, also called two-sided geometric (Ghosh, Roughgarden, Sundararajan, 2009): (ε, 0)-differentially private for
 * integers, or vectors of integers, that one person changes by at most {@code sensitivity} in total (L1).
 *
 * <p>The scale t/s is sensitivity/ε, rounded up to a fraction of integers by less than one in 2^20, so that the promise holds exactly
 * and not up to rounding.
 *
 * @param t numerator of the scale
 * @param s denominator of the scale, a power of two
 */
public record GeometricNoise(long t, long s) implements IntegerNoise {
    private static final int PRECISION_BITS = 21;

    /**
     * @param sensitivity 1 or more
     * @throws LeptonException configuration, if ε is out of range, or too small for the sensitivity
     */
    public static GeometricNoise of(long sensitivity, double epsilon) {
        PrivacyParameters.requireEpsilon(epsilon);
        if (sensitivity < 1) {
            throw new IllegalArgumentException("Cannot add noise: the sensitivity is " + sensitivity + ".");
        }
        BigDecimal exact = new BigDecimal(epsilon);
        BigDecimal scale = BigDecimal.valueOf(sensitivity).divide(exact, 20, RoundingMode.CEILING);
        int magnitude = scale.toBigInteger().bitLength();
        int shift = Math.max(0, PRECISION_BITS - magnitude + (magnitude == 0 ? 7 : 0));
        long s = 1L << shift;
        BigDecimal t =
                BigDecimal.valueOf(sensitivity).multiply(BigDecimal.valueOf(s)).divide(exact, 0, RoundingMode.CEILING);
        if (t.toBigInteger().bitLength() > ExactSamplers.LARGEST_BITS) {
            throw LeptonException.configuration("Cannot add noise: epsilon " + epsilon
                    + " takes more noise than can be drawn. Raise it, or let a person count for less.");
        }
        return new GeometricNoise(t.longValueExact(), s);
    }

    @Override
    public long drawn(RandomBits bits) {
        return ExactSamplers.discreteLaplace(t, s, bits);
    }

    /** The scale t/s. */
    public double scale() {
        return (double) t / s;
    }

    /** The square root of 2q/(1-q)², where q = e^(-s/t). */
    @Override
    public double standardDeviation() {
        double q = Math.exp(-1 / scale());
        return Math.sqrt(2 * q) / -Math.expm1(-1 / scale());
    }

    /** From P(|x| > m) = 2 q^(m+1) / (1+q). */
    @Override
    public double margin(double confidence) {
        double q = Math.exp(-1 / scale());
        double m = Math.ceil(-scale() * Math.log((1 - confidence) * (1 + q) / 2)) - 1;
        return Math.max(0, m);
    }
}
