package io.lepton.fairness.reductions.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MultiplierGridTest {

    @Property(tries = 60)
    void staysWithinSizeAndLimitAndNeverPullsBothWays(
            @ForAll Parity parity, @ForAll @IntRange(min = 15, max = 200) int size, @ForAll long seed) {
        Constraints constraints = parity.constraints(new FiniteRows(seed).cells(), .01, 1);

        List<double[]> points = new MultiplierGrid(size, 3).points(constraints);

        int half = constraints.size() / 2;
        assertThat(points).hasSizeBetween(2, size);
        assertThat(points.stream()
                        .mapToDouble(p -> Arrays.stream(p).sum())
                        .max()
                        .orElseThrow())
                .isCloseTo(3, within(1e-9));
        assertThat(points.stream().map(Arrays::toString).distinct()).hasSameSizeAs(points);
        assertThat(points).anySatisfy(point -> assertThat(point).containsOnly(0));
        assertThat(points).allSatisfy(point -> {
            for (int j = 0; j < half; j++) {
                assertThat(point[j]).isNotNegative();
                assertThat(Math.min(point[j], point[j + half])).isZero();
            }
        });
        // Of g groups each rate has g - 1 constraints that don't follow from the others.
        int rates = parity == Parity.EQUALIZED_ODDS ? 2 : 1;
        assertThat(constraints.basis()).hasSize(half - rates);
    }

    @Property(tries = 20)
    void lossesOfGroupsHaveMultipliersOfTheirOwn(@ForAll @IntRange(min = 1, max = 3) int groups) {
        List<String> names = List.of("a", "b", "c").subList(0, groups);
        Cells cells =
                new Cells(names, 1, names.stream().map(name -> 1.0 / groups).toList(), 10);
        Constraints constraints = GroupLoss.ABSOLUTE.constraints(cells, 1);

        assertThat(constraints.basis()).hasSize(groups);
        assertThat(new MultiplierGrid(10, 1).points(constraints))
                .hasSize(List.of(10, 10, 10).get(groups - 1))
                .allSatisfy(point -> assertThat(point).hasSize(groups));
    }
}
