package io.lepton.privacy.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.privacy.keys.Subkey;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseTest {
    private static final Subkey KEY = Subkey.ofText("a secret of the tests");
    private static final int DRAWS = 20_000;
    private static final int REACH = 12;

    /** 99.9th percentile of chi-square with 2·12 + 2 - 1 degrees of freedom. */
    private static final double UNLIKELY = 52.6;

    private static Noise noise(Noise.Mechanism mechanism, double epsilon, double lower, double upper) {
        return new Noise(mechanism, epsilon, 1e-5, lower, upper);
    }

    private static RowRandom random(int row) {
        return new RowRandom(KEY.prf(), ByteBuffer.allocate(4).putInt(row).array());
    }

    private static double chiSquare(Noise noise, IntToDoubleFunction weight) {
        int[] counts = new int[2 * REACH + 2];
        for (int row = 0; row < DRAWS; row++) {
            long z = noise.sample(random(row));
            counts[Math.abs(z) <= REACH ? (int) z + REACH : 2 * REACH + 1]++;
        }
        double sum = 0;
        for (int z = -2000; z <= 2000; z++) {
            sum += weight.applyAsDouble(z);
        }
        double inside = 0;
        double chiSquare = 0;
        for (int z = -REACH; z <= REACH; z++) {
            double expected = DRAWS * weight.applyAsDouble(z) / sum;
            inside += expected;
            chiSquare += Math.pow(counts[z + REACH] - expected, 2) / expected;
        }
        return chiSquare + Math.pow(counts[2 * REACH + 1] - (DRAWS - inside), 2) / (DRAWS - inside);
    }

    /** The random numbers are those of a fixed key, so that the test cannot fail by chance. */
    @Test
    void drawsFromTheDistributionsThatItPromises() {
        Noise geometric = noise(Noise.Mechanism.GEOMETRIC, 1, 0, 5);
        Noise gaussian = noise(Noise.Mechanism.GAUSSIAN, 4, 0, 1);

        assertThat(chiSquare(geometric, z -> Math.exp(-Math.abs(z) / 5.0))).isLessThan(UNLIKELY);
        // Of 2^20 steps; as steps of the lattice the Gaussian is too wide to count.
        double sigma = Math.sqrt(gaussian.variance().doubleValue());
        double squares = 0;
        for (int row = 0; row < 2000; row++) {
            squares += Math.pow(gaussian.sample(random(row)) / sigma, 2);
        }
        // 2000 ± 3.3 standard deviations of chi-square.
        assertThat(squares).isBetween(1790.0, 2210.0);
    }

    /** ρ = (√(1 + ln 10^5) - √ln 10^5)² = 0.020826…, and σ = 1/√(2ρ) of the range. */
    @Test
    void makesTheGaussianAsWideAsEpsilonAndDeltaAsk() {
        Noise gaussian = noise(Noise.Mechanism.GAUSSIAN, 1, 0, 1);
        double log = Math.log(1e5);
        double rho = Math.pow(Math.sqrt(1 + log) - Math.sqrt(log), 2);

        double sigma = Math.sqrt(gaussian.variance().doubleValue()) / gaussian.sensitivity();

        assertThat(sigma).isBetween(1 / Math.sqrt(2 * rho), 1 / Math.sqrt(2 * rho) * (1 + 1e-6));
    }

    @ParameterizedTest
    @CsvSource({"LAPLACE", "GAUSSIAN", "GEOMETRIC"})
    void givesARowTheSameNoiseAndOtherRowsOthers(Noise.Mechanism mechanism) {
        Noise noise = noise(mechanism, 1, 0, 1000);
        NoisyValues values = new NoisyValues(noise, KEY, "t/c");
        NoisyValues again = new NoisyValues(noise, KEY, "t/c");
        NoisyValues otherEpsilon = new NoisyValues(noise(mechanism, 2, 0, 1000), KEY, "t/c");
        Set<Double> seen = new HashSet<>();

        for (int row = 0; row < 50; row++) {
            double noisy = values.call(500.0, "{\"id\":" + row + "}");
            assertThat(again.call(500.0, "{\"id\":" + row + "}")).isEqualTo(noisy);
            seen.add(noisy);
        }

        assertThat(seen).hasSizeGreaterThan(45);
        assertThat(otherEpsilon.call(500.0, "{\"id\":0}")).isNotEqualTo(values.call(500.0, "{\"id\":0}"));
        assertThat(new NoisyValues(noise, KEY, "t/d").call(500.0, "{\"id\":0}"))
                .isNotEqualTo(values.call(500.0, "{\"id\":0}"));
        assertThat(values.call(null, "{\"id\":0}")).isNull();
    }

    /** Half of Laplace noise is nearer than ln 2 · range / ε. */
    @Test
    void clampsValuesAndStaysOnItsLattice() {
        Noise laplace = noise(Noise.Mechanism.LAPLACE, 100, 10, 20);

        int near = 0;
        for (int row = 0; row < 1000; row++) {
            double high = laplace.noisy(1e300, random(row));
            assertThat(high / laplace.step()).isEqualTo(Math.rint(high / laplace.step()));
            assertThat(laplace.noisy(Double.NaN, random(row))).isLessThan(13);
            near += Math.abs(high - 20) < Math.log(2) * 10 / 100 ? 1 : 0;
        }

        assertThat(near).isBetween(440, 560);
    }

    @ParameterizedTest
    @CsvSource({
        "LAPLACE, 0, 0, 1, epsilon must be from 0.000001 to 1000",
        "LAPLACE, 1, 1, 1, upper must be above lower",
        "GEOMETRIC, 1, 0.2, 0.8, there must be two whole numbers from lower to upper",
        "GEOMETRIC, 1, 0, 1e12, the bounds are too far apart for geometric",
        "LAPLACE, 1, 1e9, 1000000001, the bounds are too close together"
    })
    void saysWhichNoiseCannotBeMade(
            Noise.Mechanism mechanism, double epsilon, double lower, double upper, String message) {
        assertThatThrownBy(() -> noise(mechanism, epsilon, lower, upper))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
