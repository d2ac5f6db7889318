package io.lepton.privacy.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ValueMechanismTest {
    private static final List<ValueMechanism> MECHANISMS = List.of(
            LaplaceMechanism.between(17, 90, 1),
            GaussianMechanism.between(17, 90, 1, 1e-5),
            GeometricMechanism.between(17, 90, 1));

    @Property(tries = 200)
    void roundsToTheNearestCellWithinTheBounds(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double lower,
            @ForAll @DoubleRange(min = 0.01, max = 1e9) double range,
            @ForAll double value) {
        Grid grid = Grid.between(lower, lower + range, 20);

        double width = Math.scalb(1.0, grid.exponent());
        double clamped = Math.min(Math.max(value, lower), lower + range);
        assertThat(grid.cell(value)).isBetween(grid.lowest(), grid.highest());
        assertThat(grid.value(grid.cell(value))).isCloseTo(clamped, within(width));
        assertThat(range / grid.width()).isLessThanOrEqualTo(range / (1 << 19));
        // Exact on the way back: the same cell again.
        assertThat(grid.cell(grid.value(grid.cell(value)))).isEqualTo(grid.cell(value));
    }

    @Test
    void givesNothingButMultiplesOfThePowerOfTwo() {
        RandomBits bits = SeededBits.of(11);
        LaplaceMechanism laplace = LaplaceMechanism.between(0, 1, 0.7);

        for (int i = 0; i < 1000; i++) {
            double noisy = laplace.noisy(0.1 * i, bits);
            assertThat(Math.scalb(noisy, -laplace.grid().exponent())).isEqualTo(Math.rint(Math.scalb(noisy, 20)));
        }
        assertThat(laplace.grid().exponent()).isEqualTo(-20);
    }

    @Test
    void centresOnTheClampedValueWithTheStatedSpread() {
        for (ValueMechanism mechanism : MECHANISMS) {
            RandomBits bits = SeededBits.of(4);
            double sum = 0;
            int inside = 0;
            int n = 20_000;
            for (int i = 0; i < n; i++) {
                double noisy = mechanism.noisy(1e9, bits);
                sum += noisy;
                inside += Math.abs(noisy - 90) <= mechanism.margin(0.95) ? 1 : 0;
            }

            assertThat(sum / n).isCloseTo(90, within(4.5 * mechanism.standardDeviation() / Math.sqrt(n)));
            assertThat((double) inside / n).isCloseTo(0.95, within(0.01));
        }
    }

    @Test
    void takesWhatIsNoNumberForTheLowerBound() {
        Grid grid = LaplaceMechanism.between(17, 90, 1).grid();

        assertThat(grid.value(grid.cell(Double.NaN))).isEqualTo(17);
        assertThat(grid.value(grid.cell(Double.NEGATIVE_INFINITY))).isEqualTo(17);
        assertThat(grid.value(grid.cell(Double.POSITIVE_INFINITY))).isEqualTo(90);
    }

    @Test
    void keepsGaussianNoiseDrawableForSmallEpsilons() {
        GaussianMechanism mechanism = GaussianMechanism.between(0, 1000, 0.01, 1e-9);

        assertThat(mechanism.noise().sigma()).isLessThan(1L << 27);
        assertThat(mechanism.standardDeviation())
                .isCloseTo(1000 * GaussianCalibration.sigma(0.01, 1e-9), within(1000.0));
    }

    @Test
    void refusesBoundsThatAreNone() {
        assertThatThrownBy(() -> LaplaceMechanism.between(5, 5, 1))
                .hasMessage("Cannot add noise: the bounds are 5.0 and 5.0. Two finite numbers are needed, the lower one"
                        + " first.");
        assertThatThrownBy(() -> LaplaceMechanism.between(0, Double.POSITIVE_INFINITY, 1))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> LaplaceMechanism.between(1e300, Math.nextUp(1e300), 1))
                .hasMessageContaining("lie too close together for numbers of their size. Widen them.");
        assertThatThrownBy(() -> GeometricMechanism.between(3, 2, 1)).hasMessageContaining("the lower one first");
    }
}
