package io.lepton.privacy.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.LongToDoubleFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactSamplersTest {
    private static final int N = 100_000;

    /** Two-sided, at one in a hundred thousand: 4.41717 standard errors. */
    private static final double STANDARD_ERRORS = 4.41717;

    /** All strings of so many bits are tried: what they decide is decided with exactly their share of the probability. */
    private static final int DEPTH = 18;

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1, 2", "3, 7", "5, 3", "2, 1", "1, 1000"})
    void tossesCoinsOfExactlyTheExponentialsProbability(long numerator, long denominator) {
        double[] shares = shares(bits -> ExactSamplers.bernoulliExp(numerator, denominator, bits));

        double expected = Math.exp(-(double) numerator / denominator);
        assertThat(expected).isBetween(shares[0] - 1e-12, 1 - shares[1] + 1e-12);
        assertThat(shares[0] + shares[1]).isGreaterThan(denominator > 100 ? 0.9 : 0.98);
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 5", "7, 8", "5, 1000"})
    void tossesCoinsOfExactFractions(long numerator, long denominator) {
        double[] shares = shares(bits -> ExactSamplers.bernoulli(numerator, denominator, bits));

        assertThat((double) numerator / denominator).isBetween(shares[0] - 1e-12, 1 - shares[1] + 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 2", "3, 7", "7, 1"})
    void drawsTheDiscreteLaplaceDistribution(long t, long s) {
        double q = Math.exp(-(double) s / t);

        assertFits(
                bits -> ExactSamplers.discreteLaplace(t, s, bits), x -> (1 - q) / (1 + q) * Math.pow(q, Math.abs(x)));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "5"})
    void drawsTheDiscreteGaussianDistribution(long sigma) {
        LongToDoubleFunction weight = x -> Math.exp(-0.5 * x * x / (sigma * sigma));
        double sum = LongStream.rangeClosed(-100, 100)
                .mapToDouble(weight::applyAsDouble)
                .sum();

        assertFits(bits -> ExactSamplers.discreteGaussian(sigma, bits), x -> weight.applyAsDouble(x) / sum);
    }

    @Test
    void keepsTheLaplaceDistributionsMoments() {
        GeometricNoise noise = GeometricNoise.of(1 << 20, 0.5);

        assertMoments(noise, noise.standardDeviation(), 5);
    }

    @Test
    void keepsTheGaussianDistributionsMoments() {
        GaussianNoise noise = GaussianNoise.of(1 << 16, 1, 1e-5);

        assertMoments(noise, noise.standardDeviation(), 2);
    }

    @Test
    void drawsFromTheLargestScales() {
        RandomBits bits = SeededBits.of(3);

        for (int i = 0; i < 1000; i++) {
            assertThat(Math.abs(ExactSamplers.discreteLaplace(1L << 56, 1, bits)))
                    .isLessThan(30L << 56);
            assertThat(Math.abs(ExactSamplers.discreteGaussian(1L << 27, bits))).isLessThan(30L << 27);
        }
    }

    @Test
    void refusesScalesThatWouldOverflow() {
        RandomBits bits = SeededBits.of(1);

        assertThatThrownBy(() -> ExactSamplers.discreteLaplace(0, 1, bits)).hasMessageContaining("numerator is 0");
        assertThatThrownBy(() -> ExactSamplers.discreteLaplace((1L << 56) + 1, 1, bits))
                .hasMessageContaining("Cannot draw noise: the scale's numerator");
        assertThatThrownBy(() -> ExactSamplers.discreteLaplace(1, -1, bits)).hasMessageContaining("denominator is -1");
        assertThatThrownBy(() -> ExactSamplers.discreteGaussian((1L << 27) + 1, bits))
                .hasMessageContaining("sigma");
        assertThatThrownBy(() -> ExactSamplers.bernoulli(3, 2, bits)).hasMessageContaining("numerator is 3");
        assertThatThrownBy(() -> ExactSamplers.bernoulliExp(-1, 2, bits)).hasMessageContaining("numerator is -1");
    }

    private static void assertMoments(IntegerNoise noise, double deviation, double varianceOfSquare) {
        RandomBits bits = SeededBits.of(20);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < N; i++) {
            double x = noise.drawn(bits);
            sum += x;
            squares += x * x;
        }

        double v = deviation * deviation;
        assertThat(Math.abs(sum / N)).isLessThanOrEqualTo(STANDARD_ERRORS * Math.sqrt(v / N));
        assertThat(Math.abs(squares / N - v))
                .isLessThanOrEqualTo(STANDARD_ERRORS * Math.sqrt(varianceOfSquare * v * v / N));
    }

    /** Pearson's test on the cells that are expected at least 20 times, and one for the rest. */
    private static void assertFits(ToLongFunction<RandomBits> sampler, LongToDoubleFunction pmf) {
        RandomBits bits = SeededBits.of(7);
        int reach = 0;
        while (pmf.applyAsDouble(reach + 1) * N >= 20) {
            reach++;
        }
        long[] seen = new long[2 * reach + 2];
        for (int i = 0; i < N; i++) {
            long x = sampler.applyAsLong(bits);
            seen[Math.abs(x) <= reach ? (int) x + reach : 2 * reach + 1]++;
        }

        double statistic = 0;
        double rest = 1;
        for (int x = -reach; x <= reach; x++) {
            double expected = pmf.applyAsDouble(x) * N;
            rest -= pmf.applyAsDouble(x);
            statistic += Math.pow(seen[x + reach] - expected, 2) / expected;
        }
        statistic += Math.pow(seen[2 * reach + 1] - rest * N, 2) / (rest * N);

        assertThat(statistic)
                .isLessThan(new ChiSquaredDistribution(2 * reach + 1).inverseCumulativeProbability(1 - 1e-5));
    }

    /** The shares of bit strings that decide for true and for false. */
    private static double[] shares(Predicate<RandomBits> coin) {
        long heads = 0;
        long tails = 0;
        for (long string = 0; string < 1L << DEPTH; string++) {
            try {
                if (coin.test(new Script(string))) {
                    heads++;
                } else {
                    tails++;
                }
            } catch (EndOfScript undecided) {
                // Longer strings would decide.
            }
        }
        return new double[] {Math.scalb(heads, -DEPTH), Math.scalb(tails, -DEPTH)};
    }

    private static final class Script implements RandomBits {
        private final long string;
        private int used;

        Script(long string) {
            this.string = string;
        }

        @Override
        public long next(int bits) {
            if (used + bits > DEPTH) {
                throw EndOfScript.INSTANCE;
            }
            long drawn = string >>> used & ((1L << bits) - 1);
            used += bits;
            return drawn;
        }
    }

    private static final class EndOfScript extends RuntimeException {
        private static final long serialVersionUID = 1;
        private static final EndOfScript INSTANCE = new EndOfScript();

        private EndOfScript() {
            super("the script ended", null, false, false);
        }
    }
}
