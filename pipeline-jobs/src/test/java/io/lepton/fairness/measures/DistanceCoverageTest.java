package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lepton.fairness.counting.RowCounts;
import io.lepton.fairness.estimate.Distance;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.TestInversion;
import io.lepton.fairness.resampling.PoissonCells;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often a 95 % interval of what is never below 0 holds the truth. Intervals of no distance hold it in 95 of 100 cases. Of a distance that is about
 * as large as chance makes they err to the safe side: nothing tells then how groups differ, and so how much of the distance is chance.
 */
class DistanceCoverageTest {
    /** Of so many the standard error is 0.5 %. The documentation tells what {@code -Ddraws=10000} prints. */
    private static final int DRAWS = Integer.getInteger("draws", 2_000);
    /** Where many cells are drawn: 1.4 %. */
    private static final int FEW_DRAWS = Integer.getInteger("draws", 250);

    @ParameterizedTest
    @CsvSource({"0, 30, 200, .92, .98", ".3, 300, 1000, .92, .98", "1, 300, 300, .92, .98", "1, 30, 1000, .92, 1"})
    void distancesOfScores(double tilt, int group, int others, double atLeast, double atMost) {
        coverageOfDistances(FEW_DRAWS, tilt, group, others)
                .forEach((measure, covered) ->
                        assertThat(covered).as(measure.id()).isBetween(atLeast, atMost));
    }

    /** Of 20 scores; the group's are tilted towards the higher ones. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"0, 30, 30, .92, .98", ".3, 30, 200, .93, .99"})
    void distancesOfSmallGroups(double tilt, int group, int others, double atLeast, double atMost) {
        coverageOfDistances(FEW_DRAWS, tilt, group, others)
                .forEach((measure, covered) ->
                        assertThat(covered).as(measure.id()).isBetween(atLeast, atMost));
    }

    private static Map<Measure, Double> coverageOfDistances(int draws, double tilt, int group, int others) {
        double[] positions =
                IntStream.range(0, 20).mapToDouble(i -> (i + .5) / 20).toArray();
        double[] ofOthers = new double[20];
        Arrays.fill(ofOthers, .05);
        double[] ofGroup = IntStream.range(0, 20)
                .mapToDouble(i -> Math.exp(tilt * (i - 10) / 5))
                .toArray();
        double sum = Arrays.stream(ofGroup).sum();
        double[] both = new double[40];
        for (int i = 0; i < 20; i++) {
            ofGroup[i] = tilt == 0 ? .05 : ofGroup[i] / sum;
            both[i] = ofGroup[i];
            both[20 + i] = ofOthers[i];
        }
        double root = JensenShannonMetric.distance(both);
        return new Draws("distances of a tilt of %s, %d against %d".formatted(tilt, group, others), draws)
                .covered(
                        Map.of(
                                Measure.SCORE_KS_DISTANCE, ScoreDistances.kolmogorovSmirnov(both),
                                Measure.SCORE_WASSERSTEIN_DISTANCE, ScoreDistances.wasserstein(positions, both),
                                Measure.SCORE_JENSEN_SHANNON_DIVERGENCE, root * root),
                        random -> distances(
                                Draws.counts(ofGroup, group, random),
                                Draws.counts(ofOthers, others, random),
                                positions));
    }

    private static Map<Measure, Estimate> distances(double[] group, double[] others, double... positions) {
        RowCounts one = new RowCounts();
        RowCounts all = new RowCounts();
        for (int i = 0; i < positions.length; i++) {
            one.add(0, 0, positions[i], group[i]);
            all.add(0, 0, positions[i], group[i] + others[i]);
        }
        Map<Measure, Estimate> figures = new LinkedHashMap<>();
        ScoreDistances.of(one.tally().histogram(), all.tally().histogram(), 1, 1)
                .orElseThrow()
                .addTo(figures);
        return figures;
    }

    /** Probabilities that are too extreme by a gap in all bins, and such that come true. */
    @ParameterizedTest
    @CsvSource({"0, 60, .92, .98", ".05, 300, .97, 1"})
    void calibrationErrors(double gap, int size, double atLeast, double atMost) {
        assertThat(coverageOfCalibration(FEW_DRAWS, gap, 0, size)).isBetween(atLeast, atMost);
    }

    /** The same, and such that are wrong in one bin. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"0, 0, 30, .935, .965", "0, .3, 100, .94, .98"})
    void calibrationErrorsOfOneBin(double gap, double gapOfOne, int size, double atLeast, double atMost) {
        assertThat(coverageOfCalibration(DRAWS, gap, gapOfOne, size)).isBetween(atLeast, atMost);
    }

    private static double coverageOfCalibration(int draws, double gap, double gapOfOne, int size) {
        double[] chances = new double[10];
        double truth = 0;
        for (int i = 0; i < 10; i++) {
            double score = (i + .5) / 10;
            double off = (i < 5 ? gap : -gap) + (i == 3 ? gapOfOne : 0);
            chances[i] = Math.max(0, Math.min(1, score + off));
            truth += off == 0 ? 0 : Math.abs(chances[i] - score) / 10;
        }
        return new Draws("calibration errors of %s, %s in one of ten bins, %d".formatted(gap, gapOfOne, size), draws)
                .covered(truth, random -> {
                    RowCounts counts = new RowCounts();
                    for (int i = 0; i < size; i++) {
                        int bin = random.nextInt(10);
                        counts.add(random.nextDouble() < chances[bin] ? 1 : 0, 0, (bin + .5) / 10, 1);
                    }
                    Map<Measure, Estimate> figures = new LinkedHashMap<>();
                    new Calibration(counts.tally().histogram(), 1).addTo(figures);
                    return figures.get(Measure.EXPECTED_CALIBRATION_ERROR);
                });
    }

    /** Groups of which the smaller are wrongly rejected more often, by a spread. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"0, 2, 60", "0, 4, 300", ".1, 2, 100", ".2, 4, 300"})
    void entropiesBetweenGroups(double spread, int groups, int size) {
        double[] shares = new double[3 * groups];
        for (int group = 0; group < groups; group++) {
            double share = 2.0 * (group + 1) / groups / (groups + 1);
            double off = spread * (group - (groups - 1) / 2.0) / groups;
            shares[3 * group] = share * (.1 - off);
            shares[3 * group + 1] = share * .8;
            shares[3 * group + 2] = share * (.1 + off);
        }
        double truth = spread == 0 ? 0 : VectorNorm.euclidean(Benefits.distancesOfGroups(shares));

        double covered = new Draws("entropy between %d groups, spread %s, %d".formatted(groups, spread, size), DRAWS)
                .covered(truth, random -> entropy(Draws.counts(shares, size, random)));

        assertThat(covered).isBetween(.94, .97);
    }

    private static Distance entropy(double... counts) {
        return TestInversion.USUAL
                .of(
                        counts,
                        new PoissonCells(1),
                        share -> Benefits.apart(counts, share),
                        TestInversion.Truth.DISTANCE,
                        List.of(each -> VectorNorm.euclidean(Benefits.distancesOfGroups(each))))
                .get(0);
    }

    /**
     * Scores do not depend on the group, or are higher: even without, chance makes up the top of a ranking otherwise than all of it. The truth is the
     * mean of rankings of the size.
     */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"0, 60", "1, 100", ".3, 1000"})
    void discountedDivergence(double shift, int size) {
        assumeThat(size < 1000 || Boolean.getBoolean("all-tests"))
                .as("takes long")
                .isTrue();
        double truth = IntStream.range(0, 10 * FEW_DRAWS)
                .parallel()
                .mapToDouble(draw ->
                        ranking(shift, size, new SplittableRandom(-1 - draw)).value())
                .average()
                .orElseThrow();

        double covered = new Draws("discounted divergence, shift %s, %d".formatted(shift, size), FEW_DRAWS)
                .covered(truth, random -> ranking(shift, size, random).estimate());

        assertThat(covered).isBetween(.915, .98);
    }

    private static DiscountedDivergence ranking(double shift, int size, SplittableRandom random) {
        RowCounts one = new RowCounts();
        RowCounts other = new RowCounts();
        RowCounts all = new RowCounts();
        for (int i = 0; i < size; i++) {
            boolean first = random.nextBoolean();
            double score = 1 / (1 + Math.exp(-random.nextGaussian() - (first ? shift : 0)));
            (first ? one : other).add(0, 0, score, 1);
            all.add(0, 0, score, 1);
        }
        return new DiscountedDivergence(List.of(one.tally(), other.tally()), all.tally());
    }

    /** By definition: Σ over groups of shares × ((mean benefit ÷ everybody's)² − 1) ÷ 2. */
    @Property(tries = 50)
    void entropyBetweenGroupsIsThatOfItsFormula(@ForAll long seed) {
        SplittableRandom draws = new SplittableRandom(seed);
        double[] counts = draws.doubles(9, 1, 20).toArray();
        double all = 0;
        double mean = 0;
        for (int i = 0; i < 9; i++) {
            all += counts[i];
            mean += counts[i] * (i % 3);
        }
        mean /= all;
        double index = 0;
        for (int at = 0; at < 9; at += 3) {
            double rows = counts[at] + counts[at + 1] + counts[at + 2];
            double benefit = (counts[at + 1] + 2 * counts[at + 2]) / rows / mean;
            index += rows / all * (benefit * benefit - 1) / 2;
        }

        double distance = VectorNorm.euclidean(Benefits.distancesOfGroups(counts));

        assertThat(distance * distance / 2).isCloseTo(index, within(1e-12));
    }
}
