package io.lepton.fairness.reductions.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ParityTest {

    /** The violations by their definition, row by row, of a randomized classifier of some hypotheses. */
    @Property(tries = 200)
    void violationsAndErrorAreWhatCountingRowsSaysTheyAre(
            @ForAll Parity parity, @ForAll @IntRange(min = 5, max = 10) int tenths, @ForAll long seed) {
        FiniteRows rows = new FiniteRows(seed);
        Random random = new Random(seed);
        int first = random.nextInt(16);
        int second = random.nextInt(16);
        double share = random.nextDouble();
        double ratio = tenths / 10.0;
        double[] masses = new double[2 * rows.groups()];
        for (int c = 0; c < masses.length; c++) {
            masses[c] = share * rows.all().get(first).masses()[c]
                    + (1 - share) * rows.all().get(second).masses()[c];
        }

        Constraints constraints = parity.constraints(rows.cells(), .01, ratio);

        double error = 0;
        for (int row = 0; row < rows.size(); row++) {
            error += rows.weight(row) * utility(Parity.ERROR_RATE, rows, row, first, second, share);
        }
        assertThat(constraints.objective(masses)).isCloseTo(error, within(1e-12));
        double[] gamma = constraints.violations(masses);
        int half = gamma.length / 2;
        int at = 0;
        for (int event = 0; event < 2; event++) {
            for (int g = 0; g < rows.groups() && happens(parity, event); g++) {
                double ofGroup = mean(parity, rows, event, g, first, second, share);
                double ofAll = mean(parity, rows, event, -1, first, second, share);
                assertThat(gamma[at]).isCloseTo(ratio * ofGroup - ofAll, within(1e-12));
                assertThat(gamma[half + at]).isCloseTo(ratio * ofAll - ofGroup, within(1e-12));
                at++;
            }
        }
        assertThat(at).isEqualTo(half);
    }

    /** What a change of one row's decision adds to the Lagrangian is the row's cost. */
    @Property(tries = 100)
    void costsAreTheLagrangiansSlopes(@ForAll Parity parity, @ForAll long seed) {
        FiniteRows rows = new FiniteRows(seed);
        Random random = new Random(seed);
        Constraints constraints = parity.constraints(rows.cells(), .01, 1);
        double[] lambda = random.doubles(constraints.size(), 0, 10).toArray();
        double[] masses = rows.all().get(random.nextInt(16)).masses();
        int cell = random.nextInt(masses.length);
        double[] more = masses.clone();
        more[cell] += 0.125;

        double slope = (lagrangian(constraints, more, lambda) - lagrangian(constraints, masses, lambda)) / 0.125;

        assertThat(constraints.costs(lambda)[cell]).isCloseTo(slope, within(1e-9));
        assertThat(constraints.costs(constraints.projected(lambda)))
                .containsExactly(constraints.costs(lambda), within(1e-9));
    }

    @Test
    void refusesToCompareOneGroup() {
        Cells one = new Cells(List.of("only"), 2, List.of(.5, .5), 10);
        Cells noPositives = new Cells(List.of("a", "b"), 2, List.of(.5, .0, .3, .2), 10);

        assertThatThrownBy(() -> Parity.DEMOGRAPHIC.constraints(one, .01, 1))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("the rows are of 1 group(s), [only]");
        assertThatThrownBy(() -> Parity.TRUE_POSITIVE_RATE.constraints(noPositives, .01, 1))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("fewer than two of them have rows that the rate is about");
        assertThat(Parity.EQUALIZED_ODDS.constraints(noPositives, .01, 1).names())
                .containsExactly(
                        "event 0, a, above",
                        "event 0, b, above",
                        "event 1, b, above",
                        "event 0, a, below",
                        "event 0, b, below",
                        "event 1, b, below");
    }

    @Test
    void aGroupsLossIsItsShareOfTheMassAndNoneWithoutRows() {
        Cells cells = new Cells(List.of("a", "b", "c"), 1, List.of(.25, 0.0, .75), 10);

        Constraints constraints = GroupLoss.SQUARE.constraints(cells, 1);

        assertThat(constraints.names()).containsExactly("a", "c");
        assertThat(constraints.violations(new double[] {.5, 0, .3}))
                .containsExactly(new double[] {2, .4}, within(1e-12));
        assertThat(constraints.objective(new double[] {.5, 0, .3})).isCloseTo(.8, within(1e-12));
        assertThat(constraints.costs(new double[] {1, 3})).containsExactly(new double[] {5, 1, 5}, within(1e-12));
    }

    private static boolean happens(Parity parity, int event) {
        return parity == Parity.EQUALIZED_ODDS || event == 0;
    }

    private static boolean isAbout(Parity parity, int event, int label) {
        return switch (parity) {
            case DEMOGRAPHIC, ERROR_RATE -> true;
            case EQUALIZED_ODDS -> label == event;
            case TRUE_POSITIVE_RATE -> label == 1;
            case FALSE_POSITIVE_RATE -> label == 0;
        };
    }

    private static double mean(
            Parity parity, FiniteRows rows, int event, int group, int first, int second, double share) {
        double sum = 0;
        double weight = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (isAbout(parity, event, rows.label(row)) && (group < 0 || rows.group(row) == group)) {
                sum += rows.weight(row) * utility(parity, rows, row, first, second, share);
                weight += rows.weight(row);
            }
        }
        return sum / weight;
    }

    private static double utility(Parity parity, FiniteRows rows, int row, int first, int second, double share) {
        double selected = share * rows.decision(first, row) + (1 - share) * rows.decision(second, row);
        return parity != Parity.ERROR_RATE ? selected : rows.label(row) == 1 ? 1 - selected : selected;
    }

    private static double lagrangian(Constraints constraints, double[] masses, double[] lambda) {
        double value = constraints.objective(masses);
        double[] gamma = constraints.violations(masses);
        for (int j = 0; j < gamma.length; j++) {
            value += lambda[j] * (gamma[j] - constraints.bound(j));
        }
        return value;
    }
}
