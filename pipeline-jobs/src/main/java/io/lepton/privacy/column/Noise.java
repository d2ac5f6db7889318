package io.lepton.privacy.column;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Random noise for single values between two bounds, in the local model of differential privacy: for any two values x and y of the column
 * and any set S of results, P(result of x in S) ≤ e^ε · P(result of y in S) + δ. It holds for one published value; who has n values in
 * the table has n·ε.
 *
 * <p>A value is clamped to the bounds and rounded to a lattice, and a whole number of lattice steps is added, of which K lie between the
 * bounds. Everything is computed in whole numbers: results of noise in floating point give values away (I. Mironov: On Significance of
 * the Least Significant Bits for Differential Privacy, CCS 2012).
 *
 * <ul>
 *   <li>Laplace: P(z) ∝ exp(-|z|·ε/K), on a lattice of about a millionth of the range; δ = 0;
 *   <li>geometric: the same on the whole numbers; δ = 0;
 *   <li>Gaussian: P(z) ∝ exp(-z²/(2σ²)) with σ² = K²/(2ρ) is ρ-zCDP (Canonne, Kamath, Steinke 2020, theorem 4), and so (ε, δ)-private
 *       for ρ = (√(ε + ln(1/δ)) - √ln(1/δ))² (M. Bun, T. Steinke: Concentrated Differential Privacy, TCC 2016, proposition 1.3).
 * </ul>
 *
 * @param epsilon ε, 0.000001 to 1000; used rounded down to a multiple of 2^-20
 * @param delta δ, above 0 for Gaussian, of no meaning for the others
 * @param lower bound of the values, and {@code upper}, above it
 */
public record Noise(Mechanism mechanism, double epsilon, double delta, double lower, double upper)
        implements Serializable {
    private static final int EPSILON_BITS = 20;
    private static final int LATTICE_BITS = 20;
    private static final long WIDEST = 1L << 36;

    /** The distribution that noise is drawn from. */
    public enum Mechanism {
        LAPLACE,
        GAUSSIAN,
        GEOMETRIC
    }

    /** @throws IllegalArgumentException if no such noise can be made; the message says why */
    public Noise {
        require(epsilon >= 1e-6 && epsilon <= 1000, "epsilon must be from 0.000001 to 1000");
        require(mechanism != Mechanism.GAUSSIAN || delta > 0 && delta < 1, "delta must be above 0 and below 1");
        require(upper > lower && Double.isFinite(upper - lower), "upper must be above lower");
        if (mechanism == Mechanism.GEOMETRIC) {
            double steps = Math.floor(upper) - Math.ceil(lower);
            require(steps >= 1, "there must be two whole numbers from lower to upper");
            require(steps <= WIDEST, "the bounds are too far apart for geometric; use laplace");
        }
        double largest = Math.max(Math.abs(lower), Math.abs(upper));
        require(
                largest / (upper - lower) < 1e6,
                "the bounds are too close together for their distance from 0; subtract the lower one first");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** All that the noise depends on, as a text. */
    public String purpose() {
        return mechanism + "/" + epsilon + "/" + delta + "/" + lower + "/" + upper;
    }

    /** The lattice's step: a power of 2, so that every result is exact. */
    double step() {
        return mechanism == Mechanism.GEOMETRIC ? 1 : Math.scalb(1, Math.getExponent(upper - lower) - LATTICE_BITS);
    }

    private long lowest() {
        return (long) (mechanism == Mechanism.GEOMETRIC ? Math.ceil(lower) : Math.floor(lower / step()));
    }

    private long highest() {
        return (long) (mechanism == Mechanism.GEOMETRIC ? Math.floor(upper) : Math.ceil(upper / step()));
    }

    /** K: how many steps one value may be from another. */
    long sensitivity() {
        return highest() - lowest();
    }

    /** Whole 2^-20ths of ε. */
    private long wholeEpsilon() {
        return (long) Math.floor(Math.scalb(epsilon, EPSILON_BITS));
    }

    /** σ² of the Gaussian in steps, rounded up. */
    BigInteger variance() {
        double used = Math.scalb((double) wholeEpsilon(), -EPSILON_BITS);
        double log = Math.log(1 / delta);
        // √(ε + log) - √log, without the difference of nearly equal numbers.
        double root = used / (Math.sqrt(used + log) + Math.sqrt(log));
        // A little less than computed, for the errors of double arithmetic.
        BigDecimal rho = BigDecimal.valueOf(root * root * (1 - 1e-9));
        BigDecimal steps = BigDecimal.valueOf(sensitivity());
        return steps.multiply(steps)
                .divide(rho.multiply(BigDecimal.valueOf(2)), 0, RoundingMode.CEILING)
                .toBigInteger();
    }

    /** A whole number of steps. */
    long sample(RowRandom random) {
        DiscreteSampler sampler = new DiscreteSampler(random);
        return mechanism == Mechanism.GAUSSIAN
                ? sampler.gaussian(variance())
                : sampler.laplace(wholeEpsilon(), Math.multiplyExact(sensitivity(), 1L << EPSILON_BITS));
    }

    /** The value with noise, a multiple of {@link #step()}. */
    double noisy(double value, RowRandom random) {
        double nearest = Math.rint(value / step());
        long place = Double.isNaN(nearest) ? lowest() : (long) Math.max(lowest(), Math.min(highest(), nearest));
        return (place + sample(random)) * step();
    }
}
