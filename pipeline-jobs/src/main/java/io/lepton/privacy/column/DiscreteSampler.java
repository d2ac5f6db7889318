package io.lepton.privacy.column;

import java.math.BigInteger;

/**
 * Whole random numbers of the discrete Laplace and Gaussian distributions, exactly: by whole numbers alone, so that no rounding tells
 * anything. Algorithms 1 to 3 of C. Canonne, G. Kamath, T. Steinke: The Discrete Gaussian for Differential Privacy, NeurIPS 2020.
 */
final class DiscreteSampler {
    private final RowRandom random;

    DiscreteSampler(RowRandom random) {
        this.random = random;
    }

    /** P(z) proportional to exp(-|z|·s/t). The distribution is also known as the two-sided geometric one. */
    long laplace(long s, long t) {
        while (true) {
            long u = random.below(t);
            if (!bernoulliExp(u, t)) {
                continue;
            }
            long v = 0;
            while (bernoulliExp(1, 1)) {
                v++;
            }
            long y = Math.addExact(u, Math.multiplyExact(t, v)) / s;
            boolean negative = random.coin();
            if (!negative || y != 0) {
                return negative ? -y : y;
            }
        }
    }

    /** P(z) proportional to exp(-z² / (2·variance)). */
    long gaussian(BigInteger variance) {
        long t = variance.sqrt().longValueExact() + 1;
        BigInteger bigT = BigInteger.valueOf(t);
        BigInteger denominator = variance.shiftLeft(1).multiply(bigT).multiply(bigT);
        while (true) {
            long y = laplace(1, t);
            BigInteger distance = BigInteger.valueOf(Math.abs(y)).multiply(bigT).subtract(variance);
            if (bernoulliExp(distance.multiply(distance), denominator)) {
                return y;
            }
        }
    }

    /** True with probability exp(-numerator / denominator), for a fraction of at most 1. */
    private boolean bernoulliExp(long numerator, long denominator) {
        long k = 1;
        while (random.below(Math.multiplyExact(denominator, k)) < numerator) {
            k++;
        }
        return k % 2 == 1;
    }

    /** The same for any fraction. */
    private boolean bernoulliExp(BigInteger numerator, BigInteger denominator) {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        for (long whole = parts[0].longValueExact(); whole > 0; whole--) {
            if (!bernoulliExp(1, 1)) {
                return false;
            }
        }
        BigInteger rest = parts[1];
        long k = 1;
        while (below(denominator.multiply(BigInteger.valueOf(k))).compareTo(rest) < 0) {
            k++;
        }
        return k % 2 == 1;
    }

    private BigInteger below(BigInteger bound) {
        int bits = bound.subtract(BigInteger.ONE).bitLength();
        BigInteger number;
        do {
            number = BigInteger.ZERO;
            for (int left = bits; left > 0; left -= 32) {
                int count = Math.min(32, left);
                number = number.shiftLeft(count).add(BigInteger.valueOf(random.below(1L << count)));
            }
        } while (number.compareTo(bound) >= 0);
        return number;
    }
}
