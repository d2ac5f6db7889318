package io.lepton.fairness.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final int DRAWS = 10_000;

    /** Golden: 8 of 10 (Wilson 1927; statsmodels proportion_confint(8, 10, method="wilson")). */
    @Test
    void wilsonIntervalMatchesItsPublishedValue() {
        Interval interval = new Proportion(8, 10).interval(.95);

        assertThat(interval.low()).isCloseTo(.4901624, within(1e-6));
        assertThat(interval.high()).isCloseTo(.9433178, within(1e-6));
        assertThat(new Proportion(0, 5).interval(.95).low()).isZero();
    }

    /** Golden: Newcombe (1998), table II, method 10: 56/70 − 48/80 and 9/10 − 3/10. */
    @Test
    void differenceMatchesNewcombesTable() {
        Interval large = new Comparison(new Proportion(56, 70), new Proportion(48, 80)).difference(.95);
        Interval small = new Comparison(new Proportion(9, 10), new Proportion(3, 10)).difference(.95);

        assertThat(large.low()).isCloseTo(.0524, within(5e-5));
        assertThat(large.high()).isCloseTo(.3339, within(5e-5));
        assertThat(small.low()).isCloseTo(.1705, within(5e-5));
        assertThat(small.high()).isCloseTo(.8090, within(5e-5));
    }

    /**
     * Golden: Miettinen and Nurminen (1985) by statsmodels 0.15.0, confint_proportions_2indep(15, 50, 25, 50, method="score",
     * compare="ratio", correction=True), and of 56, 70, 48, 80.
     */
    @Test
    void ratioMatchesAPeersScoreInterval() {
        Interval small = new Comparison(new Proportion(15, 50), new Proportion(25, 50)).ratio(.95);
        Interval large = new Comparison(new Proportion(56, 70), new Proportion(48, 80)).ratio(.95);

        assertThat(small.low()).isCloseTo(.35681885, within(1e-6));
        assertThat(small.high()).isCloseTo(.98276590, within(1e-6));
        assertThat(large.low()).isCloseTo(1.07904712, within(1e-6));
        assertThat(large.high()).isCloseTo(1.67214536, within(1e-6));
    }

    /** By hand: on logarithms the errors .1 and .2 of figures that are 2 and 4 make √(.05² + .05²), and 1.959964 of these. */
    @Test
    void ratioOfOtherFiguresJoinsTheirLogarithms() {
        Estimate one = new Approximate(2, .1, Approximate.Scale.LOGARITHM);
        Estimate two = new Approximate(4, .2, Approximate.Scale.LOGARITHM);

        Interval interval = new Comparison(one, two).ratio(.95);

        assertThat(interval.low()).isCloseTo(.5 * Math.exp(-1.959964 * Math.sqrt(.005)), within(1e-6));
        assertThat(interval.high()).isCloseTo(.5 * Math.exp(1.959964 * Math.sqrt(.005)), within(1e-6));
        Estimate maybeNone = new Approximate(4, 4, Approximate.Scale.LINEAR);
        assertThat(new Comparison(one, maybeNone).ratio(.95).high()).isInfinite();
    }

    /** Golden: E|x| ÷ √E x² and E x⁴ ÷ (E x²)² of Laplace's, the normal and the uniform distribution; and of two values ± x. */
    @Test
    void kurtosisFollowsFromGearysRatio() {
        assertThat(ExponentialPower.kurtosis(Math.sqrt(.5))).isCloseTo(6, within(1e-9));
        assertThat(ExponentialPower.kurtosis(Math.sqrt(2 / Math.PI))).isCloseTo(3, within(1e-9));
        assertThat(ExponentialPower.kurtosis(Math.sqrt(3) / 2 - 1e-9)).isCloseTo(1.8, within(.01));
        assertThat(ExponentialPower.kurtosis(Math.sqrt(3) / 2)).isCloseTo(1.8, within(1e-9));
        assertThat(ExponentialPower.kurtosis(1)).isEqualTo(1);
    }

    /** By definition: at its ends the ratio's score is a standard normal quantile; the reverse comparison has the inverse interval. */
    @Property(tries = 200)
    void ratioOfTheReverseIsTheInverse(
            @ForAll @IntRange(min = 1, max = 40) int x,
            @ForAll @IntRange(min = 1, max = 40) int y,
            @ForAll @IntRange(min = 0, max = 40) int more) {
        Proportion one = new Proportion(x, 41 + more);
        Proportion two = new Proportion(y, 45);

        Interval interval = new Comparison(one, two).ratio(.95);
        Interval reverse = new Comparison(two, one).ratio(.95);

        assertThat(interval.low()).isLessThan(one.value() / two.value());
        assertThat(interval.high()).isGreaterThan(one.value() / two.value());
        assertThat(score(one, two, interval.low())).isCloseTo(1.959964, within(1e-5));
        assertThat(score(one, two, interval.high())).isCloseTo(-1.959964, within(1e-5));
        assertThat(reverse.low()).isCloseTo(1 / interval.high(), within(1e-6 / interval.high() + 1e-9));
        assertThat(reverse.high()).isCloseTo(1 / interval.low(), within(1e-6 / interval.low()));
    }

    /** By the likeliest second share of those of which the first is the ratio's multiple, where the likelihood has no slope. */
    private static double score(Proportion one, Proportion two, double ratio) {
        double low = 0;
        double high = Math.min(1, 1 / ratio);
        for (int i = 0; i < 100; i++) {
            double share = (low + high) / 2;
            double slope = (one.successes() + two.successes()) / share
                    - ratio * (one.trials() - one.successes()) / (1 - ratio * share)
                    - (two.trials() - two.successes()) / (1 - share);
            low = slope > 0 ? share : low;
            high = slope > 0 ? high : share;
        }
        double ofTwo = (low + high) / 2;
        double ofOne = ratio * ofTwo;
        double variance = ofOne * (1 - ofOne) / one.trials() + ratio * ratio * ofTwo * (1 - ofTwo) / two.trials();
        double rows = one.trials() + two.trials();
        return (one.value() - ratio * two.value()) / Math.sqrt(variance * rows / (rows - 1));
    }

    /** Golden: R, p.adjust(c(.01, .04, NA, .03, .005), "holm") and "BH". */
    @Test
    void adjustsPValuesAsR() {
        double[] pValues = {.01, .04, Double.NaN, .03, .005};

        assertThat(MultipleTesting.holm(pValues))
                .containsExactly(new double[] {.03, .06, Double.NaN, .06, .02}, within(1e-12));
        assertThat(MultipleTesting.benjaminiHochberg(pValues))
                .containsExactly(new double[] {.02, .04, Double.NaN, .04, .02}, within(1e-12));
    }

    /** Golden: R, prop.test(c(15, 25), c(50, 50), correct = FALSE): χ² = 4.1667, p = .04123. */
    @Test
    void homogeneityOfProportionsIsPearsonsTest() {
        Homogeneity test = Homogeneity.of(List.of(new Proportion(15, 50), new Proportion(25, 50)));

        assertThat(test.chiSquared()).isCloseTo(4.166667, within(1e-6));
        assertThat(test.pValue()).isCloseTo(.0412268, within(1e-6));
    }

    /** Golden: scipy 1.17.1, chi2.sf(100, 1), chi2.sf(150, 3) and chi2.sf(1400, 4), as R's pchisq(…, lower.tail = FALSE). */
    @Test
    void pValuesOfGroupsThatAreFarApartAreSmallAndNotZero() {
        assertThat(new Homogeneity(100, 1).pValue()).isCloseTo(1.5239706048321e-23, withinPercentage(1e-6));
        assertThat(new Homogeneity(150, 3).pValue()).isCloseTo(2.63491392848804e-32, withinPercentage(1e-6));
        assertThat(new Homogeneity(1400, 4).pValue()).isCloseTo(6.91163325717586e-302, withinPercentage(1e-6));
        assertThat(new Homogeneity(0, 2).pValue()).isEqualTo(1);
    }

    /** Coverage over 10,000 draws of a rate, of small and larger groups: 95 ± 1 %. */
    @Test
    void intervalsOfRatesCoverTheTruth() {
        SplittableRandom random = new SplittableRandom(1);
        for (int size : new int[] {10, 30, 300}) {
            int rate = 0;
            int difference = 0;
            int ratio = 0;
            int f1 = 0;
            for (int draw = 0; draw < DRAWS; draw++) {
                double p = .05 + .9 * random.nextDouble();
                double q = .05 + .9 * random.nextDouble();
                Proportion one = drawn(p, size, random);
                Proportion two = drawn(q, size + 7, random);
                Comparison pair = new Comparison(one, two);
                rate += holds(one.interval(.95), p);
                difference += holds(pair.difference(.95), p - q);
                ratio += holds(pair.ratio(.95), p / q);
                f1 += holds(Mapped.f1(one).interval(.95), 2 * p / (1 + p));
            }
            assertCovers("rate of " + size, rate);
            assertCovers("difference of " + size, difference);
            assertCovers("ratio of " + size, ratio);
            assertCovers("F1 of " + size, f1);
        }
    }

    @Test
    void intervalsOfMeansOfTwoRatesCoverTheTruth() {
        SplittableRandom random = new SplittableRandom(2);
        int covered = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double p = .05 + .9 * random.nextDouble();
            double q = .05 + .9 * random.nextDouble();
            Estimate mean = new Mean(List.of(drawn(p, 30, random), drawn(q, 50, random)));
            covered += holds(mean.interval(.95), (p + q) / 2);
        }

        assertCovers("balanced accuracy", covered);
    }

    private static Proportion drawn(double p, int size, SplittableRandom random) {
        int successes = 0;
        for (int i = 0; i < size; i++) {
            successes += random.nextDouble() < p ? 1 : 0;
        }
        return new Proportion(successes, size);
    }

    private static int holds(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }

    private static void assertCovers(String what, int covered) {
        assertThat(covered / (double) DRAWS).as(what).isBetween(.94, .96);
    }
}
