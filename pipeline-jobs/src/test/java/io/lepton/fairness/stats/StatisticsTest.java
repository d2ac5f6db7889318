package io.lepton.fairness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.estimate.MultipleTesting;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    /** Golden: AIF360, tests/sklearn, test_kl_divergence: weights by label of both groups, in both directions. */
    @Test
    void kullbackLeiblerIsAif360s() {
        double[] privileged = {5, 2, 3};
        double[] unprivileged = {4, 3, 3};

        assertThat(Distances.klDivergence(privileged, unprivileged))
                .isCloseTo((5 * Math.log(1.25) + 2 * Math.log(2 / 3.0)) / 10, within(1e-12));
        assertThat(Distances.klDivergence(unprivileged, privileged))
                .isCloseTo((4 * Math.log(.8) + 3 * Math.log(1.5)) / 10, within(1e-12));
        assertThat(Distances.klDivergence(privileged, new double[] {1, 1, 0})).isInfinite();
    }

    /** Golden: LiFT's tests, Jensen–Shannon divergence to base 2. */
    @Test
    void jensenShannonIsLifts() {
        assertThat(Distances.jensenShannonDivergence(new double[] {24, 12, 4, 0}, new double[] {0, 10, 5, 20}))
                .isCloseTo(.5885821, within(1e-6));
    }

    /** Golden: AIF360, test_class_imbalance: weights 1, 2, 3, 4 of group 1 and 3, 2, 1 of group 0. */
    @Test
    void classImbalanceIsAif360sWithTheRestAsItsUnprivilegedGroup() {
        assertThat(Distances.classImbalance(6, 10)).isEqualTo(-.25);
        assertThat(Distances.classImbalance(10, 6)).isEqualTo(.25);
    }

    /** By hand: shares .5, .5 against .25, .75. */
    @Test
    void distancesAreThoseOfTheirFormulas() {
        double[] p = {1, 1};
        double[] q = {1, 3};

        assertThat(Distances.totalVariation(p, q)).isEqualTo(.25);
        assertThat(Distances.lpNorm(p, q)).isCloseTo(Math.sqrt(2) / 4, within(1e-15));
        assertThat(Distances.largestDifference(p, q)).isEqualTo(.25);
        assertThat(Distances.kolmogorovSmirnov(new double[] {1, 1, 0, 0}, new double[] {0, 0, 1, 1}))
                .isEqualTo(1);
        assertThat(Distances.largestDifference(new double[] {1, 1, 0, 0}, new double[] {0, 0, 1, 1}))
                .isEqualTo(.5);
    }

    @Property(tries = 200)
    void distancesStayInTheirRangesAndAreZeroForEqualShares(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int size) {
        Random random = new Random(seed);
        double[] p = random.ints(size, 0, 20).asDoubleStream().toArray();
        double[] q = random.ints(size, 0, 20).asDoubleStream().toArray();
        p[random.nextInt(size)]++;
        q[random.nextInt(size)]++;
        double[] threeP = Arrays.stream(p).map(weight -> 3 * weight).toArray();

        double variation = Distances.totalVariation(p, q);

        assertThat(Distances.jensenShannonDivergence(p, q)).isBetween(0.0, variation + 1e-12);
        assertThat(Distances.jensenShannonDivergence(p, q))
                .isCloseTo(Distances.jensenShannonDivergence(q, p), within(1e-12));
        assertThat(variation).isBetween(0.0, 1 + 1e-12);
        assertThat(Distances.largestDifference(p, q)).isBetween(0.0, variation + 1e-12);
        assertThat(Distances.kolmogorovSmirnov(p, q)).isBetween(0.0, variation + 1e-12);
        // Pinsker's inequality.
        assertThat(Distances.klDivergence(p, q)).isGreaterThanOrEqualTo(2 * variation * variation - 1e-12);
        assertThat(Distances.klDivergence(p, threeP)).isCloseTo(0, within(1e-12));
        assertThat(Distances.jensenShannonDivergence(p, threeP)).isCloseTo(0, within(1e-12));
    }

    /** By hand: with one degree of freedom, p = erfc(√(n·I)). */
    @Test
    void associationIsThatOfItsFormulas() {
        Association found = Association.of(new long[][] {{100, 20, 0}, {30, 140, 0}, {0, 0, 0}});

        assertThat(found.mutualInformation()).isCloseTo(.2281757239, within(1e-9));
        assertThat(found.normalized()).isCloseTo(.3292467642, within(1e-9));
        assertThat(Association.of(new long[][] {{10, 20}, {30, 40}}).pValue()).isCloseTo(.3697963679, within(1e-9));
        assertThat(Association.of(new long[][] {{5, 0}, {0, 5}}).mutualInformation())
                .isCloseTo(Math.log(2), within(1e-12));
        assertThat(Association.of(new long[][] {{5, 7}}).pValue()).isEqualTo(1);
        assertThat(Association.of(new long[][] {{0, 0}, {0, 0}})).isEqualTo(new Association(0, 0, 0, 1));
    }

    /** Under independence p-values are uniform: of 400 tables, as many fall below 0.1 as a binomial lets them (five deviations). */
    @Test
    void pValuesOfIndependentColumnsAreUniform() {
        Random random = new Random(11);
        int below = 0;
        double corrected = 0;
        for (int table = 0; table < 400; table++) {
            long[][] counts = new long[4][3];
            for (int row = 0; row < 2000; row++) {
                counts[random.nextInt(4)][random.nextInt(3)]++;
            }
            Association found = Association.of(counts);
            below += found.pValue() < .1 ? 1 : 0;
            corrected += found.corrected();
        }

        assertThat(below).isBetween(40 - 30, 40 + 30);
        assertThat(corrected / 400).as("mean information, in nats").isLessThan(6 / 4000.0 / 2);
    }

    /** Golden: the definitions on p = .01, .04, .03, .005: Holm .03, .06, .06, .02; Benjamini–Hochberg .02, .04, .04, .02. */
    @Test
    void adjustsAsHolmAndAsBenjaminiAndHochbergDo() {
        double[] p = {.01, .04, .03, .005};

        assertThat(MultipleTesting.holm(p, 4)).containsExactly(new double[] {.03, .06, .06, .02}, within(1e-12));
        assertThat(MultipleTesting.benjaminiHochberg(p, 4))
                .containsExactly(new double[] {.02, .04, .04, .02}, within(1e-12));
        assertThat(MultipleTesting.holm(p, 100)).containsExactly(new double[] {.99, 1, 1, .5}, within(1e-12));
        assertThat(MultipleTesting.benjaminiHochberg(p, 100))
                .containsExactly(new double[] {.5, 1, 1, .5}, within(1e-12));
    }

    @Property(tries = 200)
    void unknownTestsCountAsIfTheirPValuesWereOne(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int size) {
        Random random = new Random(seed);
        double[] known = random.doubles(size, 0, .2).toArray();
        double[] all = Arrays.copyOf(known, size + 30);
        Arrays.fill(all, size, all.length, 1);

        assertThat(MultipleTesting.holm(known, all.length))
                .containsExactly(Arrays.copyOf(MultipleTesting.holm(all, all.length), size), within(1e-12));
        assertThat(MultipleTesting.benjaminiHochberg(known, all.length))
                .containsExactly(
                        Arrays.copyOf(MultipleTesting.benjaminiHochberg(all, all.length), size), within(1e-12));
    }

    @Property(tries = 100)
    void areaUnderTheCurveIsTheShareOfPairsInOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size) {
        Random random = new Random(seed);
        double[] scores =
                random.doubles(size).map(score -> Math.rint(4 * score)).toArray();
        long[] positives = random.longs(size, 0, 5).toArray();
        long[] negatives = random.longs(size, 0, 5).toArray();
        double pairs = 0;
        double ordered = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double count = positives[i] * negatives[j];
                pairs += count;
                ordered += count * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? .5 : 0);
            }
        }

        double auc = RankedCounts.auc(scores, positives, negatives);

        if (pairs == 0) {
            assertThat(auc).isNaN();
        } else {
            assertThat(auc).isCloseTo(ordered / pairs, within(1e-12));
        }
    }

    /** Of one column, chances are the shares within each place: the maximum of the likelihood, in closed form. */
    @Test
    void chancesOfOneColumnAreItsShares() {
        int[] places = new int[1000];
        int[] classes = new int[1000];
        double[][] counts = new double[3][2];
        Random random = new Random(6);
        for (int row = 0; row < 1000; row++) {
            places[row] = random.nextInt(3);
            classes[row] = random.nextDouble() < .2 + .3 * places[row] ? 1 : 0;
            counts[places[row]][classes[row]]++;
        }

        double[] found = new MultinomialLogit(places, 1, classes, 2, 3).fit(1e-9, 200);

        for (int place = 0; place < 3; place++) {
            double logOdds = found[2 * place + 1] - found[2 * place] + found[7] - found[6];
            assertThat(1 / (1 + Math.exp(-logOdds)))
                    .isCloseTo(counts[place][1] / (counts[place][0] + counts[place][1]), within(.01));
        }
    }

    /** Where the penalized log loss is least, moving any coefficient raises it. */
    @Property(tries = 20)
    void noOtherCoefficientsAreBetter(@ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int groups) {
        Random random = new Random(seed);
        int[] places = new int[600];
        int[] classes = new int[300];
        for (int row = 0; row < classes.length; row++) {
            classes[row] = random.nextInt(groups);
            places[2 * row] = random.nextInt(3) == 0 ? classes[row] % 3 : random.nextInt(3);
            places[2 * row + 1] = 3 + random.nextInt(4);
        }

        double[] found = new MultinomialLogit(places, 2, classes, groups, 7).fit(.01, 500);

        double least = penalized(found, places, classes, groups);
        for (int j = 0; j < found.length; j++) {
            for (double move : new double[] {-.2, .2}) {
                double[] other = found.clone();
                other[j] += move;
                assertThat(penalized(other, places, classes, groups)).isGreaterThan(least - 1e-6);
            }
        }
    }

    private static double penalized(double[] weights, int[] places, int[] classes, int groups) {
        double loss = 0;
        for (int row = 0; row < classes.length; row++) {
            double all = 0;
            double own = 0;
            for (int group = 0; group < groups; group++) {
                double chance = Math.exp(weights[7 * groups + group]
                        + weights[places[2 * row] * groups + group]
                        + weights[places[2 * row + 1] * groups + group]);
                all += chance;
                own = group == classes[row] ? chance : own;
            }
            loss -= Math.log(own / all) / classes.length;
        }
        return loss
                + .005
                        * Arrays.stream(weights, 0, 7 * groups)
                                .map(weight -> weight * weight)
                                .sum();
    }
}
