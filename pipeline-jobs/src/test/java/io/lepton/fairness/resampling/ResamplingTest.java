package io.lepton.fairness.resampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplingTest {
    private static final int DRAWS = 100_000;

    /** Peer: Commons Math's distribution, number by number. */
    @ParameterizedTest
    @ValueSource(doubles = {0, .01, .7, 4, 30, 50})
    void poissonNumbersComeAsOftenAsTheirProbability(double mean) {
        SplittableRandom random = new SplittableRandom(1);
        Poisson poisson = new Poisson(mean);
        int[] times = new int[150];
        for (int draw = 0; draw < DRAWS; draw++) {
            times[(int) poisson.draw(random)]++;
        }

        for (int events = 0; events < times.length; events++) {
            double probability = mean == 0 ? events == 0 ? 1 : 0 : new PoissonDistribution(mean).probability(events);
            double error = Math.sqrt(probability * (1 - probability) / DRAWS);
            assertThat(times[events] / (double) DRAWS)
                    .as(events + " events")
                    .isCloseTo(probability, within(5 * error + 2.0 / DRAWS));
        }
    }

    @Test
    void manyEventsHaveTheirMeanAndVariance() {
        SplittableRandom random = new SplittableRandom(2);
        Poisson poisson = new Poisson(1e6);

        double[] draws =
                DoubleStream.generate(() -> poisson.draw(random)).limit(DRAWS).toArray();

        assertThat(mean(draws)).isCloseTo(1e6, within(5 * 1e3 / Math.sqrt(DRAWS)));
        assertThat(variance(draws) / 1e6).isCloseTo(1, within(.03));
    }

    /** Few rows are drawn one by one, more as Poisson's numbers that are brought to the sum: both have the multinomial's means and variances. */
    @ParameterizedTest
    @ValueSource(longs = {1, 4, 5, 60, 4096})
    void rowsFallIntoCellsByTheirWeights(long rows) {
        SplittableRandom random = new SplittableRandom(3);
        double[] shares = {.05, 0, .35, .6};
        Multinomial multinomial = new Multinomial(rows, .5, 0, 3.5, 6);
        double[][] draws = new double[shares.length][DRAWS / 5];
        double[] into = new double[shares.length];
        for (int draw = 0; draw < draws[0].length; draw++) {
            multinomial.draw(random, into, 0);
            assertThat(Arrays.stream(into).sum()).isEqualTo(rows);
            for (int cell = 0; cell < into.length; cell++) {
                draws[cell][draw] = into[cell];
            }
        }

        for (int cell = 0; cell < shares.length; cell++) {
            double variance = rows * shares[cell] * (1 - shares[cell]);
            assertThat(mean(draws[cell]))
                    .isCloseTo(rows * shares[cell], within(5 * Math.sqrt(variance / draws[cell].length)));
            assertThat(variance(draws[cell])).isCloseTo(variance, within(.08 * variance));
            assertThat(Arrays.stream(draws[cell]).min().orElseThrow()).isNotNegative();
        }
    }

    /** Golden: the hypergeometric distribution's mean and variance. */
    @Test
    void groupsThatAreAlikeAreDrawnFromBoth() {
        SplittableRandom random = new SplittableRandom(4);
        double[] counts = {3, 0, 7, 20, 9, 1};
        Resampling.Samples samples = new TwoSamples().ofNone(counts);
        double[] ofFirstCell = new double[DRAWS];
        double[] into = new double[counts.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            samples.draw(random, into);
            assertThat(into[0] + into[1] + into[2]).isEqualTo(10);
            for (int cell = 0; cell < 3; cell++) {
                assertThat(into[cell] + into[3 + cell]).isEqualTo(counts[cell] + counts[3 + cell]);
            }
            ofFirstCell[draw] = into[0];
        }

        double share = 23.0 / 40;
        assertThat(mean(ofFirstCell)).isCloseTo(10 * share, within(.03));
        assertThat(variance(ofFirstCell)).isCloseTo(10 * share * (1 - share) * 30 / 39, within(.04));
    }

    /** Groups that differ keep their sizes, and cells that hold nobody stay empty. */
    @Property(tries = 100)
    void groupsThatDifferKeepTheirSizes(@ForAll @IntRange(min = 1, max = 300) int rows, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] expected = {rows * .5, rows * .2, 0, rows * .3, 0, 10, 5, 25};
        double[] into = new double[8];

        new TwoSamples().of(expected).draw(random, into);

        assertThat(into[0] + into[1] + into[2] + into[3]).isEqualTo(rows);
        assertThat(into[5] + into[6] + into[7]).isEqualTo(40);
        assertThat(into[2]).isZero();
        assertThat(into[4]).isZero();
    }

    @Property(tries = 100)
    void rowsThatAreLabelledStayWhereTheyAre(@ForAll @IntRange(min = 0, max = 100) int more, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] expected = {1, 0, .5, .5, 0, 0, 20 + more, 10};
        double[] into = new double[8];

        new LabelledRows(2, 1).of(expected).draw(random, into);

        assertThat(into[0]).isEqualTo(1);
        assertThat(into[2] + into[3]).isEqualTo(1);
        assertThat(into[4] + into[5]).isZero();
        assertThat(into[6] + into[7]).isEqualTo(30 + more);
    }

    @Test
    void whoseRowsTheyAreIsDrawnByWhatIsExpectedOfTheBin() {
        SplittableRandom random = new SplittableRandom(5);
        Resampling.Samples samples = new LabelledRows(3, 2).of(new double[] {.1, .3, .1, 10, 0, 30});
        double[][] draws = new double[6][DRAWS / 5];
        double[] into = new double[6];
        for (int draw = 0; draw < draws[0].length; draw++) {
            samples.draw(random, into);
            for (int cell = 0; cell < into.length; cell++) {
                draws[cell][draw] = into[cell];
            }
        }

        // Two rows have a weight of 1, and are worth it together.
        assertThat(mean(draws[0])).isCloseTo(.1, within(.01));
        assertThat(mean(draws[1])).isCloseTo(.3, within(.01));
        assertThat(mean(draws[3])).isCloseTo(10, within(.1));
        assertThat(mean(draws[4])).isZero();
        assertThat(variance(draws[3])).isCloseTo(80 * .25 * .75 / 4, within(.2));
    }

    @Test
    void cellsOfTheirOwnVaryAsPoissonNumbersOfRows() {
        SplittableRandom random = new SplittableRandom(6);
        Resampling.Samples samples = new PoissonCells(.5).of(new double[] {40, 0});
        double[] draws = DoubleStream.generate(() -> {
                    double[] into = new double[2];
                    samples.draw(random, into);
                    return into[0] + into[1];
                })
                .limit(DRAWS)
                .toArray();

        assertThat(mean(draws)).isCloseTo(40, within(.2));
        assertThat(variance(draws)).as("20 rows, each of which weighs 2").isCloseTo(80, within(2.5));
    }

    /** Golden: R, qt(.975, 29) / qnorm(.975) * sqrt(30 / 29). */
    @Test
    void ofFewRowsIntervalsAreWider() {
        double[] thirty = {10, 20, 500, 500};
        double[] many = {10_000, 20_000, 500, 5000};

        assertThat(new TwoSamples().widening(thirty)).isCloseTo(1.06133, within(1e-4));
        assertThat(new TwoSamples().widening(many)).isEqualTo(1);
        assertThat(new TwoSamples().widening(new double[] {1, 0, 9, 9}))
                .isGreaterThan(new TwoSamples().widening(new double[] {2, 2, 9, 9}));
    }

    @Property(tries = 100)
    void roundingLosesNoRows(@ForAll long seed) {
        double[] weights = new SplittableRandom(seed).doubles(50, 0, .4).toArray();

        long[] rounded = CumulativeShares.rounded(weights);

        assertThat(Arrays.stream(rounded).sum())
                .isEqualTo(Math.round(Arrays.stream(weights).sum()));
        assertThat(Arrays.stream(rounded).min().orElseThrow()).isNotNegative();
    }

    private static double mean(double[] draws) {
        return Arrays.stream(draws).average().orElseThrow();
    }

    private static double variance(double[] draws) {
        double mean = mean(draws);
        return Arrays.stream(draws).map(draw -> (draw - mean) * (draw - mean)).sum() / (draws.length - 1);
    }
}
