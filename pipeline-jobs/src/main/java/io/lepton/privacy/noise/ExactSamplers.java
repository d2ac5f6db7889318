package io.lepton.privacy.noise;

import java.math.BigInteger;

/**
 * Draws from random bits with exactly the probabilities of the formulas, by rejection and with integers only (Canonne, Kamath, Steinke,
 * 2020, "The discrete Gaussian for differential privacy", algorithms 1 to 3).
 */
public final class ExactSamplers {
    /** Numerators, denominators and scales are below 2 to the power of this, so that no product of the samplers overflows. */
    static final int LARGEST_BITS = 56;

    private static final long LARGEST = 1L << LARGEST_BITS;

    private ExactSamplers() {}

    /**
     * Each of 0 to bound - 1 with the same probability.
     *
     * @param bound 1 to 2^56
     */
    public static long uniform(long bound, RandomBits bits) {
        require(bound >= 1 && bound <= LARGEST, "bound", bound);
        if (bound == 1) {
            return 0;
        }
        int width = Long.SIZE - Long.numberOfLeadingZeros(bound - 1);
        long drawn;
        do {
            drawn = bits.next(width);
        } while (drawn >= bound);
        return drawn;
    }

    /**
     * True with probability numerator / denominator.
     *
     * @param numerator 0 to the denominator
     * @param denominator 1 to 2^56
     */
    public static boolean bernoulli(long numerator, long denominator, RandomBits bits) {
        require(numerator >= 0 && numerator <= denominator, "numerator", numerator);
        return numerator == denominator || (numerator > 0 && uniform(denominator, bits) < numerator);
    }

    /**
     * True with probability exp(-numerator / denominator) (algorithm 1).
     *
     * @param numerator 0 or more
     * @param denominator 1 to 2^56
     */
    public static boolean bernoulliExp(long numerator, long denominator, RandomBits bits) {
        require(numerator >= 0, "numerator", numerator);
        require(denominator >= 1 && denominator <= LARGEST, "denominator", denominator);
        for (long whole = numerator / denominator; whole > 0; whole--) {
            if (!fractionExp(1, 1, bits)) {
                return false;
            }
        }
        return fractionExp(numerator % denominator, denominator, bits);
    }

    /** For a fraction of at most 1. A coin of γ/k is tossed as a coin of γ and one of 1/k, whose product cannot overflow. */
    private static boolean fractionExp(long numerator, long denominator, RandomBits bits) {
        long k = 1;
        while (bernoulli(1, k, bits) && bernoulli(numerator, denominator, bits)) {
            k++;
        }
        return (k & 1) == 1;
    }

    /**
     * The discrete Laplace distribution of scale t/s: P(x) = (e^(s/t) - 1) / (e^(s/t) + 1) · e^(-|x| s/t) for every integer x (algorithm
     * 2).
     *
     * @param t 1 to 2^56
     * @param s 1 to 2^56
     */
    public static long discreteLaplace(long t, long s, RandomBits bits) {
        require(t >= 1 && t <= LARGEST, "scale's numerator", t);
        require(s >= 1 && s <= LARGEST, "scale's denominator", s);
        while (true) {
            long u = uniform(t, bits);
            if (!fractionExp(u, t, bits)) {
                continue;
            }
            long v = 0;
            while (fractionExp(1, 1, bits)) {
                v++;
            }
            // Overflows for v above 127 and the largest t: with probability e^-127.
            long y = Math.addExact(u, Math.multiplyExact(v, t)) / s;
            boolean negative = bits.next(1) == 1;
            if (!negative) {
                return y;
            }
            // Zero has one sign only.
            if (y != 0) {
                return -y;
            }
        }
    }

    /**
     * The discrete Gaussian distribution: P(x) proportional to e^(-x²/(2σ²)) for every integer x (algorithm 3, which proposes from a
     * Laplace distribution of scale floor(σ) + 1; any scale gives the same distribution, and σ itself the shortest fractions).
     *
     * @param sigma σ, 1 to 2^27; the standard deviation is this or a little less
     */
    public static long discreteGaussian(long sigma, RandomBits bits) {
        require(sigma >= 1 && sigma <= 1L << 27, "sigma", sigma);
        long denominator = 2 * sigma * sigma;
        while (true) {
            long y = discreteLaplace(sigma, 1, bits);
            if (bernoulliExpOfSquare(Math.abs(y) - sigma, denominator, bits)) {
                return y;
            }
        }
    }

    private static boolean bernoulliExpOfSquare(long root, long denominator, RandomBits bits) {
        if (Math.abs(root) < 1L << 31) {
            return bernoulliExp(root * root, denominator, bits);
        }
        BigInteger[] parts = BigInteger.valueOf(root).pow(2).divideAndRemainder(BigInteger.valueOf(denominator));
        for (long whole = parts[0].longValueExact(); whole > 0; whole--) {
            if (!fractionExp(1, 1, bits)) {
                return false;
            }
        }
        return fractionExp(parts[1].longValueExact(), denominator, bits);
    }

    private static void require(boolean holds, String name, long value) {
        if (!holds) {
            throw new IllegalArgumentException("Cannot draw noise: the " + name + " is " + value + ".");
        }
    }
}
