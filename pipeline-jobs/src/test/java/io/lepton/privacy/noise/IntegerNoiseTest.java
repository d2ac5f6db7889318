package io.lepton.privacy.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerNoiseTest {
    /** Neighbours' probabilities differ by the factor e^(sensitivity s/t) at most, for which no rounding is needed. */
    @Property(tries = 300)
    void geometricNoiseKeepsEpsilonExactly(
            @ForAll @LongRange(min = 1, max = 1L << 35) long sensitivity,
            @ForAll @DoubleRange(min = 0.01, max = 100) double epsilon) {
        GeometricNoise noise = GeometricNoise.of(sensitivity, epsilon);

        BigDecimal loss = BigDecimal.valueOf(sensitivity).multiply(BigDecimal.valueOf(noise.s()));
        BigDecimal allowed = new BigDecimal(epsilon).multiply(BigDecimal.valueOf(noise.t()));
        assertThat(loss).isLessThanOrEqualTo(allowed);
        assertThat(noise.scale()).isCloseTo(sensitivity / epsilon, within(sensitivity / epsilon / (1 << 20)));
    }

    /** What algorithm 1 of Balle and Wang (2018) gives. */
    @ParameterizedTest
    @CsvSource({"1, 1e-5, 3.7306318", "1, 1e-6, 4.2246789"})
    void calibratesContinuousNoiseAnalytically(double epsilon, double delta, double sigma) {
        assertThat(GaussianCalibration.sigma(epsilon, delta)).isCloseTo(sigma, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1e-5",
        "1, 0.1, 1e-3",
        "3, 1, 1e-6",
        "50, 1, 1e-5",
        "1000, 0.5, 1e-6",
        "1000, 8, 1e-6",
        "20, 0.01, 0.05",
        "1000, 3, 1e-12"
    })
    void gaussianNoiseKeepsEpsilonAndDelta(long sensitivity, double epsilon, double delta) {
        GaussianNoise noise = GaussianNoise.of(sensitivity, epsilon, delta);

        assertThat(exactDelta(noise.sigma(), sensitivity, epsilon))
                .isLessThanOrEqualTo(delta)
                .isLessThanOrEqualTo(GaussianCalibration.discreteDelta(noise.sigma(), sensitivity, epsilon));
        assertThat(noise.sigma() - 1.0)
                .isLessThanOrEqualTo(GaussianCalibration.sigma(epsilon, delta) * sensitivity * 1.002 + 1);
    }

    /** The sum over all integers of what one neighbour's probability exceeds e^ε times the other's. */
    private static double exactDelta(long sigma, long sensitivity, double epsilon) {
        double sum = 0;
        double exceeding = 0;
        for (long x = -40 * sigma; x <= 40 * sigma; x++) {
            sum += density(x, sigma);
            exceeding += Math.max(0, density(x, sigma) - Math.exp(epsilon) * density(x + sensitivity, sigma));
        }
        return exceeding / sum;
    }

    private static double density(double x, double sigma) {
        return Math.exp(-0.5 * (x / sigma) * (x / sigma));
    }

    @Test
    void tellsMarginsThatHoldTheNoise() {
        GeometricNoise noise = GeometricNoise.of(1, 1);

        // P(|x| > 3) = 2 e^-4 / (1 + e^-1) = 0.0268, P(|x| > 2) = 0.0728.
        assertThat(noise.margin(0.95)).isEqualTo(3);
        assertThat(noise.standardDeviation()).isCloseTo(1.3572, within(1e-3));
        assertThat(GeometricNoise.of(1, 20).margin(0.95)).isZero();
        assertThat(new GaussianNoise(1000).margin(0.95)).isCloseTo(1960.5, within(1.0));
    }

    @Test
    void staysAtTheEndsOfTheRange() {
        RandomBits bits = SeededBits.of(5);
        GeometricNoise noise = GeometricNoise.of(1L << 40, 1);

        for (int i = 0; i < 50; i++) {
            assertThat(noise.added(Long.MAX_VALUE, bits)).isGreaterThan(Long.MAX_VALUE / 2);
            assertThat(noise.added(Long.MIN_VALUE, bits)).isLessThan(Long.MIN_VALUE / 2);
        }
    }

    @Test
    void refusesWhatPromisesNothing() {
        assertThatThrownBy(() -> GeometricNoise.of(1, 0))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessage(
                        "Cannot add noise: epsilon is 0.0 and must be from 0.000001 to 100; 1 is a common choice, and"
                                + " smaller is more private.");
        assertThatThrownBy(() -> GeometricNoise.of(1, Double.NaN)).hasMessageContaining("epsilon is NaN");
        assertThatThrownBy(() -> GeometricNoise.of(0, 1)).hasMessageContaining("the sensitivity is 0");
        assertThatThrownBy(() -> GeometricNoise.of(1L << 50, 1e-3))
                .hasMessageContaining("epsilon 0.001 takes more noise than can be drawn. Raise it");
        assertThatThrownBy(() -> GaussianNoise.of(1, 1, 0))
                .hasMessage(
                        "Cannot add noise: delta is 0.0 and must be from 1e-12 to 0.1; well below one in the number of"
                                + " people is a common choice.");
        assertThatThrownBy(() -> GaussianNoise.of(1 << 20, 1e-6, 1e-12))
                .hasMessage("Cannot add Gaussian noise: epsilon 1.0E-6 with delta 1.0E-12 takes more noise than can be"
                        + " drawn. Raise one of them, or use Laplace noise.");
    }
}
