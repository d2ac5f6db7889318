package io.lepton.fairness.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class SkewedTest {
    /** Ten values of mean 3, variance 8 and third moment 48.6 among themselves. */
    private static final double[] VALUES = {1, 1, 1, 2, 2, 2, 3, 3, 4, 11};

    private static Skewed of(double... values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double variance = 0;
        double third = 0;
        for (double value : values) {
            variance += Math.pow(value - mean, 2) / values.length;
            third += Math.pow(value - mean, 3) / values.length;
        }
        return Skewed.of(mean, variance, third, values.length);
    }

    /** By the formulas of moments, each end solved for where Hall's transformation of Student's statistic is its quantile. */
    @Test
    void endsLieWhereTheTransformedStatisticIsStudentsQuantile() {
        Skewed mean = of(VALUES);

        Interval interval = mean.interval(.95);

        double student = new TDistribution(9).inverseCumulativeProbability(.975);
        assertThat(mean.skewness()).isCloseTo(48.6 / Math.pow(8, 1.5) * Math.sqrt(90) / 8, within(1e-12));
        assertThat(transformed(mean, interval.low())).isCloseTo(student, within(1e-9));
        assertThat(transformed(mean, interval.high())).isCloseTo(-student, within(1e-9));
        assertThat(interval.high() - mean.value())
                .as("few large values leave more room above")
                .isGreaterThan(mean.value() - interval.low());
    }

    /** T + γT²/3√n + γ²T³/27n + γ/6√n. */
    private static double transformed(Skewed mean, double truth) {
        double t = (mean.value() - truth) / mean.standardError();
        double slant = mean.skewness() / Math.sqrt(mean.rows());
        return t + slant * t * t / 3 + slant * slant * t * t * t / 27 + slant / 6;
    }

    @Property
    void ofEvenValuesItIsStudentsInterval(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double mean,
            @ForAll @DoubleRange(min = .01, max = 1000) double error,
            @ForAll @IntRange(min = 2, max = 1000) int rows) {
        Interval even = new Skewed(mean, error, 0, rows).interval(.95);
        Interval hardlySkewed = new Skewed(mean, error, 1e-4, rows).interval(.95);

        double reach = error * new TDistribution(rows - 1.0).inverseCumulativeProbability(.975);
        assertThat(even.low()).isCloseTo(mean - reach, within(1e-9 * (1 + Math.abs(mean))));
        assertThat(even.high()).isCloseTo(mean + reach, within(1e-9 * (1 + Math.abs(mean))));
        assertThat(hardlySkewed.low()).isCloseTo(even.low(), within(1e-2 * reach + 1e-9 * Math.abs(mean)));
    }

    @Property
    void valuesMirroredHaveTheMirroredInterval(@ForAll @DoubleRange(min = -8, max = 8) double skewness) {
        Interval one = new Skewed(0, 1, skewness, 30).interval(.9);
        Interval mirrored = new Skewed(0, 1, -skewness, 30).interval(.9);

        assertThat(one.low()).isCloseTo(-mirrored.high(), within(1e-9));
        assertThat(one.high()).isCloseTo(-mirrored.low(), within(1e-9));
        assertThat(one.low()).isLessThan(one.high());
    }

    @Test
    void littleSkewnessMayBeChance() {
        assertThat(new Skewed(3, 1, 1.2, 40).ifSkewed().skewness()).isZero();
        assertThat(new Skewed(3, 1, -1.3, 40).ifSkewed().skewness()).isEqualTo(-1.3);
    }

    @Test
    void ofOneRowNothingIsKnown() {
        assertThat(of(5).interval(.95).isKnown()).isFalse();
        for (double weighted : new double[] {1 - 1e-15, 1 + 1e-15}) {
            assertThat(Skewed.of(5, 0, 0, weighted).interval(.95).isKnown()).isFalse();
        }
        assertThat(of(5, 7).interval(.95).isKnown()).isTrue();
    }
}
