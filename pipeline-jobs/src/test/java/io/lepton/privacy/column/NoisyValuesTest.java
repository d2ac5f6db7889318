package io.lepton.privacy.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.privacy.keys.Subkey;
import io.lepton.privacy.noise.GaussianMechanism;
import io.lepton.privacy.noise.GeometricMechanism;
import io.lepton.privacy.noise.LaplaceMechanism;
import io.lepton.privacy.noise.ValueMechanism;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoisyValuesTest {
    private static final Subkey KEY = Subkey.ofText("a secret of the tests");
    private static final int DRAWS = 20_000;
    private static final int REACH = 12;

    /** 99.9th percentile of chi-square with 2·12 + 2 - 1 degrees of freedom. */
    private static final double UNLIKELY = 52.6;

    enum Mechanism {
        LAPLACE,
        GAUSSIAN,
        GEOMETRIC;

        ValueMechanism of(double epsilon) {
            return switch (this) {
                case LAPLACE -> LaplaceMechanism.between(0, 1000, epsilon);
                case GAUSSIAN -> GaussianMechanism.between(0, 1000, epsilon, 1e-5);
                case GEOMETRIC -> GeometricMechanism.between(0, 1000, epsilon);
            };
        }
    }

    private static String row(int id) {
        return "{\"id\":" + id + "}";
    }

    /** The bits are those of a fixed key, so that the test cannot fail by chance. */
    @Test
    void drawsFromTheMechanismsDistribution() {
        NoisyValues values = new NoisyValues(GeometricMechanism.between(0, 5, 1), KEY, "t/c");
        int[] counts = new int[2 * REACH + 2];
        for (int row = 0; row < DRAWS; row++) {
            long noise = values.call(3.0, row(row)).longValue() - 3;
            counts[Math.abs(noise) <= REACH ? (int) noise + REACH : 2 * REACH + 1]++;
        }

        double q = Math.exp(-1 / 5.0);
        double inside = 0;
        double chiSquare = 0;
        for (int z = -REACH; z <= REACH; z++) {
            double expected = DRAWS * (1 - q) / (1 + q) * Math.pow(q, Math.abs(z));
            inside += expected;
            chiSquare += Math.pow(counts[z + REACH] - expected, 2) / expected;
        }
        chiSquare += Math.pow(counts[2 * REACH + 1] - (DRAWS - inside), 2) / (DRAWS - inside);
        assertThat(chiSquare).isLessThan(UNLIKELY);
    }

    @ParameterizedTest
    @EnumSource
    void givesARowTheSameNoiseAndOtherRowsOthers(Mechanism mechanism) {
        NoisyValues values = new NoisyValues(mechanism.of(1), KEY, "t/c");
        NoisyValues again = new NoisyValues(mechanism.of(1), KEY, "t/c");
        NoisyValues otherEpsilon = new NoisyValues(mechanism.of(2), KEY, "t/c");
        NoisyValues otherColumn = new NoisyValues(mechanism.of(1), KEY, "t/d");
        Set<Double> seen = new HashSet<>();

        for (int row = 0; row < 50; row++) {
            double noisy = values.call(500.0, row(row));
            assertThat(again.call(500.0, row(row))).isEqualTo(noisy);
            seen.add(noisy);
        }

        assertThat(seen).hasSizeGreaterThan(45);
        assertThat(otherEpsilon.call(500.0, row(0))).isNotEqualTo(values.call(500.0, row(0)));
        assertThat(otherColumn.call(500.0, row(0))).isNotEqualTo(values.call(500.0, row(0)));
        assertThat(values.call(null, row(0))).isNull();
    }
}
