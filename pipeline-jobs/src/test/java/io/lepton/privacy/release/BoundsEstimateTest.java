package io.lepton.privacy.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.privacy.aggregate.Bounds;
import io.lepton.privacy.noise.GeometricNoise;
import io.lepton.privacy.noise.SeededBits;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundsEstimateTest {
    /** Order 31 is [1, 2), 32 is [2, 4) and so on. */
    @Test
    void takesTheOrdersThatStandOut() {
        assertThat(estimate(Map.of(35, 1000L, 37, 5000L, 45, 3L))).isEqualTo(new Bounds(16, 128));
        assertThat(estimate(Map.of(0, 900L, 33, 900L))).isEqualTo(new Bounds(0, 8));
        assertThat(estimate(Map.of(-31, 900L, 31, 900L))).isEqualTo(new Bounds(-2, 2));
        assertThat(estimate(Map.of(-33, 900L, -32, 900L))).isEqualTo(new Bounds(-8, -2));
        assertThat(estimate(Map.of(0, 900L))).isEqualTo(new Bounds(-1, 1));
    }

    @Test
    void refusesToGuessFromTooFewValues() {
        assertThatThrownBy(() -> estimate(Map.of(35, 2L)))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.GATE))
                .hasMessage("Cannot estimate bounds of column 'age': too few values for the noise. Give bounds that you"
                        + " know without looking at the data, or ask with a larger epsilon. What was charged for this"
                        + " query stays charged.");
    }

    private static Bounds estimate(Map<Integer, Long> orders) {
        return new BoundsEstimate(GeometricNoise.of(1, 0.5), SeededBits.of(8)).of(orders, "age");
    }
}
