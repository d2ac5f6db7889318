package io.lepton.fairness.reductions.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaddlePointTest {

    /**
     * Golden: test_exponentiatedgradient_smoke.py of Fairlearn, whose rows, learner and settings these are; ν automatic, 50 rounds, B = 1 /
     * bound. Where the labels are flipped, so are they there.
     */
    @ParameterizedTest
    @CsvSource({
        "DEMOGRAPHIC, .1, 1, false, .1, .25, 3",
        "DEMOGRAPHIC, .05, 1, false, .05, .266522, 6",
        "DEMOGRAPHIC, .02, 1, false, .02, .332261, 5",
        "DEMOGRAPHIC, .01, 1, false, .01, .354174, 5",
        "DEMOGRAPHIC, .005, 1, false, .005, .365130, 5",
        "DEMOGRAPHIC, .1, .8, false, -.02, .25, 2",
        "EQUALIZED_ODDS, .1, 1, false, .1, .309333, 4",
        "EQUALIZED_ODDS, .05, 1, false, .05, .378827, 6",
        "EQUALIZED_ODDS, .02, 1, false, .02, .421531, 6",
        "EQUALIZED_ODDS, .01, 1, false, .01, .435765, 6",
        "EQUALIZED_ODDS, .005, 1, false, .005, .442883, 6",
        "EQUALIZED_ODDS, .05, .8, false, .05, .277016, 4",
        "EQUALIZED_ODDS, .005, .8, false, .005, .306411, 4",
        "ERROR_RATE, .1, 1, false, .1, .25625, 3",
        "ERROR_RATE, .05, 1, false, .05, .3, 3",
        "ERROR_RATE, .05, .8, false, .05, .253472, 6",
        "ERROR_RATE, .02, .8, false, .02, .268055, 5",
        "TRUE_POSITIVE_RATE, .005, 1, false, .005, .25, 2",
        "FALSE_POSITIVE_RATE, .005, 1, false, .005, .427133, 3",
        "TRUE_POSITIVE_RATE, .005, 1, true, .005, .427133, 3",
        "EQUALIZED_ODDS, .005, 1, true, .005, .442883, 6",
    })
    void findsWhatFairlearnFinds(
            Parity parity, double bound, double ratio, boolean flipped, double violation, double error, int found) {
        TwentyRows rows = new TwentyRows(flipped);
        Constraints constraints = parity.constraints(rows.cells(), bound, ratio);

        Mixture<RealVector> mixture = new SaddlePoint(50, 1 / bound, 0, 2).find(rows.cells(), constraints, rows::fit);

        assertThat(mixture.error()).isCloseTo(error, within(1e-6));
        assertThat(Arrays.stream(mixture.violations()).max().orElseThrow()).isCloseTo(violation, within(1e-6));
        assertThat(mixture.gap()).isCloseTo(0, within(1e-6));
        assertThat(mixture.gaps()).hasSize(6);
        assertThat(mixture.bestRound()).isEqualTo(5);
        assertThat(mixture.hypotheses()).hasSize(found);
        assertThat(mixture.fits()).isLessThan(mixture.responses());
    }

    /** The promise of theorem 1 and lemmas 2 and 3 of Agarwal et al.; what is best possible comes from a program over all hypotheses. */
    @Property(tries = 60)
    void comesWithinTheGapOfTheBestMixtureThereIs(
            @ForAll Parity parity, @ForAll @IntRange(min = 2, max = 20) int hundredths, @ForAll long seed) {
        FiniteRows rows = new FiniteRows(seed);
        double bound = hundredths / 100.0;
        double limit = 1 / bound;
        Constraints constraints = parity.constraints(rows.cells(), bound, 1);
        List<Hypothesis<Integer>> all = rows.all();

        Mixture<Integer> mixture = new SaddlePoint(200, limit, 1e-4, 2).find(rows.cells(), constraints, rows::fit);

        // A limit that no violation pays off against: the program's value is the least error within the bounds.
        double best = program(constraints, all, 1e6).solve().orElseThrow().value();
        double excess = Arrays.stream(mixture.violations()).max().orElseThrow() - bound;
        assertThat(Arrays.stream(mixture.weights()).sum()).isCloseTo(1, within(1e-9));
        assertThat(mixture.error()).isLessThanOrEqualTo(best + 2 * mixture.gap() + 1e-8);
        assertThat(excess).isLessThanOrEqualTo((1 + 2 * mixture.gap()) / limit + 1e-8);
        assertThat(mixture.converged()).isTrue();
    }

    @Property(tries = 60)
    void moreHypothesesNeverMakeTheSaddlePointWorseAndBothProgramsAgree(@ForAll Parity parity, @ForAll long seed) {
        FiniteRows rows = new FiniteRows(seed);
        Constraints constraints = parity.constraints(rows.cells(), .03, 1);
        List<Hypothesis<Integer>> all = rows.all();
        double before = Double.POSITIVE_INFINITY;

        for (int size = 1; size <= all.size(); size++) {
            List<Hypothesis<Integer>> some = all.subList(0, size);
            MixtureProgram.Solution solution =
                    program(constraints, some, 30).solve().orElseThrow();

            assertThat(solution.value()).isLessThanOrEqualTo(before + 1e-9);
            assertThat(some.stream()
                            .mapToDouble(one -> lagrangian(constraints, one, solution.lambda()))
                            .min()
                            .orElseThrow())
                    .isCloseTo(solution.value(), within(1e-7));
            before = solution.value();
        }
    }

    /** The first response, to multipliers that cancel out, is the plain fit; nothing else is within reach of multipliers so small. */
    @Property(tries = 20)
    void aBoundThatNothingViolatesLeavesThePlainHypothesis(@ForAll Parity parity, @ForAll long seed) {
        FiniteRows rows = new FiniteRows(seed);
        Constraints constraints = parity.constraints(rows.cells(), 1, 1);
        double[] plain = constraints.costs(new double[constraints.size()]);

        Mixture<Integer> mixture = new SaddlePoint(50, 1, 0.01, 2).find(rows.cells(), constraints, rows::fit);

        assertThat(mixture.error())
                .isCloseTo(constraints.objective(rows.fit(plain).masses()), within(0.02));
    }

    @Property(tries = 40)
    void aGroupsLossIsKeptBelowItsBoundWhereThatIsPossible(@ForAll long seed) {
        Random random = new Random(seed);
        double share = 0.1 + 0.3 * random.nextDouble();
        Cells cells = new Cells(List.of("few", "many"), 1, List.of(share, 1 - share), 1000);
        // A constant prediction c in [0, 1] of labels that are 0 for many and 1 for few.
        Learner<Double> constant = costs -> {
            double few = costs[0] * share;
            double many = costs[1] * (1 - share);
            double c = few / (few + many);
            double[] masses = {share * (1 - c) * (1 - c), (1 - share) * c * c};
            return new Hypothesis<>(c, masses, 1);
        };
        Constraints constraints = GroupLoss.SQUARE.constraints(cells, 0.36);

        Mixture<Double> mixture = new SaddlePoint(100, 50, 1e-3, 2).find(cells, constraints, constant);

        // Within the bound lies c = .4, and so the least loss is that of c = .4 where few's bound binds.
        double best = share * .36 + (1 - share) * .16;
        assertThat(mixture.error()).isBetween(best - 0.02, best + 2 * mixture.gap() + 1e-9);
        assertThat(mixture.violations()[0]).isLessThanOrEqualTo(.36 + (1 + 2 * mixture.gap()) / 50);
    }

    private static MixtureProgram program(Constraints constraints, List<Hypothesis<Integer>> all, double limit) {
        double[][] excess = new double[all.size()][];
        double[] errors = new double[all.size()];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = constraints.objective(all.get(i).masses());
            excess[i] = constraints.violations(all.get(i).masses());
            for (int j = 0; j < excess[i].length; j++) {
                excess[i][j] -= constraints.bound(j);
            }
        }
        return new MixtureProgram(errors, excess, limit);
    }

    private static double lagrangian(Constraints constraints, Hypothesis<Integer> one, double[] lambda) {
        double value = constraints.objective(one.masses());
        double[] gamma = constraints.violations(one.masses());
        for (int j = 0; j < gamma.length; j++) {
            value += lambda[j] * (gamma[j] - constraints.bound(j));
        }
        return value;
    }
}
