package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.NumberCounts;
import io.lepton.fairness.counting.RowCounts;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Draws people from models whose true figures are known, and counts how often a 95 % interval holds them. */
class CoverageTest {
    private static final int DRAWS = 10_000;
    /** Of intervals that resample: their standard error is 1.1 %. */
    private static final int FEW_DRAWS = 400;

    private static final SplittableRandom SEEDS = new SplittableRandom(8);

    private final SplittableRandom random = SEEDS.split();

    /**
     * Scores of positives and negatives are normal, one apart. Truth: ∫ of precision over recall, by the midpoint rule on 100,000 points.
     */
    @ParameterizedTest
    @CsvSource({".5, .75300, 60, .95", ".5, .75300, 300, .94", ".2, .46205, 300, .94"})
    void averagePrecision(double positives, double truth, int size, double atLeast) {
        double covered = coverage(DRAWS / 2, truth, () -> {
            RowCounts counts = new RowCounts();
            for (int i = 0; i < size; i++) {
                int label = random.nextDouble() < positives ? 1 : 0;
                counts.add(label, 0, 1 / (1 + Math.exp(-label - random.nextGaussian())), 1);
            }
            return new RankingQuality(counts.tally().histogram(), 1).averagePrecision();
        });

        assertThat(covered).isBetween(atLeast - .01, .97);
    }

    /** Labels are slope × x + noise + an offset that the prediction, slope × x, lacks. */
    @ParameterizedTest
    @CsvSource({"1, 0, 30", ".3, .5, 30", "3, .5, 30", "1, 0, 100", "1, .5, 300", ".3, .5, 300"})
    void explainedVariance(double slope, double offset, int size) {
        double truth = 1 - (1 + offset * offset) / (slope * slope + 1);

        double covered = coverage(DRAWS, truth, () -> {
            NumberCounts counts = new NumberCounts();
            for (int i = 0; i < size; i++) {
                double x = random.nextGaussian();
                counts.add(slope * x + random.nextGaussian() + offset, slope * x);
            }
            return new RegressionMeasures().of(counts.tally()).get("r2");
        });

        assertThat(covered).isBetween(.94, .96);
    }

    /** Three classes, of which one has a tenth of the rows. */
    @ParameterizedTest
    @CsvSource({"recall, 100", "precision, 100", "false_positive_rate, 100", "f1, 100", "f1, 300", "recall, 300"})
    void macroMeans(String name, int size) {
        assertThat(coverageOfClasses(name, size, .5, .04, .02, .05, .2, .04, .02, .03, .1))
                .isBetween(.935, .965);
    }

    /** One class of three has 7 or 5 of a hundred rows. */
    @ParameterizedTest
    @CsvSource({
        "50, .6, .03, .02, .04, .2, .04, .02, .01, .04",
        "100, .6, .03, .02, .04, .2, .04, .02, .01, .04",
        "100, .84, .02, .01, .02, .05, .01, .02, .01, .02"
    })
    void macroF1OfARareClass(
            int size, double a, double b, double c, double d, double e, double f, double g, double h, double i) {
        assertThat(coverageOfClasses("f1", size, a, b, c, d, e, f, g, h, i)).isBetween(.935, .97);
    }

    private double coverageOfClasses(String name, int size, double... shares) {
        ClassMeasures measures = new ClassMeasures(new TreeSet<>(List.of(0, 1, 2)));
        double truth = measures.of(classes(shares)).get(name).value();
        return coverage(DRAWS, truth, () -> measures.of(people(shares, size)).get(name));
    }

    private static GroupTally classes(double[] shares) {
        RowCounts rows = new RowCounts();
        for (int i = 0; i < shares.length; i++) {
            rows.add(i / 3, i % 3, 0, shares[i]);
        }
        return rows.tally();
    }

    private GroupTally people(double[] shares, int size) {
        RowCounts rows = new RowCounts();
        double[] counts = drawn(shares, size);
        for (int i = 0; i < counts.length; i++) {
            for (int row = 0; row < counts[i]; row++) {
                rows.add(i / 3, i % 3, 0, 1);
            }
        }
        return rows.tally();
    }

    /** Counts are whole: of 30 rows that err in 2 % of cases no interval holds in exactly 95 %; those that are wider are the safe side. */
    @ParameterizedTest
    @CsvSource({
        ".02, .5, 30",
        ".05, .5, 30",
        ".05, .9, 30",
        ".1, .2, 30",
        ".4, .5, 30",
        ".05, .2, 100",
        ".05, .5, 300",
        ".4, .5, 300"
    })
    void entropies(double errors, double wronglySelected, int size) {
        double[] shares = {errors * (1 - wronglySelected), 1 - errors, errors * wronglySelected};
        Map<Measure, Double> truths = Map.of(
                Measure.GENERALIZED_ENTROPY_INDEX, Benefits.generalizedEntropy(shares),
                Measure.THEIL_INDEX, Benefits.theil(shares));
        Map<Measure, Integer> held = new LinkedHashMap<>();
        for (int draw = 0; draw < DRAWS / 2; draw++) {
            double[] counts = drawn(shares, size);
            Map<Measure, Estimate> figures = BinaryMeasures.inequality(counts[0], counts[1], counts[2], 1);
            truths.forEach((measure, truth) -> held.merge(
                    measure, holds(figures.get(measure).interval(Estimate.CONFIDENCE), truth), Integer::sum));
        }

        held.forEach((measure, times) ->
                assertThat(2.0 * times / DRAWS).as(measure.id()).isBetween(.93, size * errors < 5 ? .985 : .97));
    }

    /** Errs to the safe side: equal distributions must not seem apart, and others have their distance in the interval. */
    @ParameterizedTest
    @CsvSource({"0, 50, 200", "0, 300, 1000", ".3, 50, 200", ".3, 300, 1000", "1, 300, 1000"})
    void distancesOfScores(double tilt, int group, int others) {
        double[] ofGroup = new double[20];
        double[] positions = new double[20];
        double[] both = new double[40];
        double sum = 0;
        for (int i = 0; i < 20; i++) {
            positions[i] = (i + .5) / 20;
            ofGroup[i] = Math.exp(tilt * (i - 10) / 5);
            sum += ofGroup[i];
        }
        for (int i = 0; i < 20; i++) {
            ofGroup[i] /= sum;
            both[i] = ofGroup[i];
            both[20 + i] = .05;
        }
        double root = new JensenShannonMetric().distance(both);
        Map<Measure, Double> truths = Map.of(
                Measure.SCORE_KS_DISTANCE, ScoreDistances.kolmogorovSmirnov().distance(both),
                Measure.SCORE_WASSERSTEIN_DISTANCE,
                        ScoreDistances.wasserstein(positions).distance(both),
                Measure.SCORE_JENSEN_SHANNON_DIVERGENCE, root * root);
        Map<Measure, Integer> held = new LinkedHashMap<>();
        for (int draw = 0; draw < FEW_DRAWS / 2; draw++) {
            RowCounts one = new RowCounts();
            RowCounts all = new RowCounts();
            double[] mine = drawn(ofGroup, group);
            for (int i = 0; i < 20; i++) {
                one.add(0, 0, positions[i], mine[i]);
                all.add(0, 0, positions[i], mine[i]);
            }
            for (int i = 0; i < others; i++) {
                all.add(0, 0, positions[random.nextInt(20)], 1);
            }
            Map<Measure, Estimate> figures = new LinkedHashMap<>();
            ScoreDistances.of(one.tally().histogram(), all.tally().histogram(), 1)
                    .orElseThrow()
                    .addTo(figures);
            truths.forEach((measure, truth) -> held.merge(
                    measure, holds(figures.get(measure).interval(Estimate.CONFIDENCE), truth), Integer::sum));
        }

        held.forEach((measure, times) ->
                assertThat(2.0 * times / FEW_DRAWS).as(measure.id()).isGreaterThan(.88));
    }

    /** Probabilities that are too extreme by a gap, and such that come true. */
    @ParameterizedTest
    @CsvSource({"0, 60", "0, 300", ".15, 60", ".15, 1000"})
    void calibrationErrors(double gap, int size) {
        double[] chances = new double[10];
        double truth = 0;
        for (int i = 0; i < 10; i++) {
            double score = (i + .5) / 10;
            chances[i] = Math.max(0, Math.min(1, score + (i < 5 ? gap : -gap)));
            truth += Math.abs(chances[i] - score) / 10;
        }

        double covered = coverage(FEW_DRAWS, truth, () -> {
            RowCounts counts = new RowCounts();
            for (int i = 0; i < size; i++) {
                int bin = random.nextInt(10);
                counts.add(random.nextDouble() < chances[bin] ? 1 : 0, 0, (bin + .5) / 10, 1);
            }
            Map<Measure, Estimate> figures = new LinkedHashMap<>();
            new Calibration(counts.tally().histogram(), 1).addTo(figures);
            return figures.get(Measure.EXPECTED_CALIBRATION_ERROR);
        });

        assertThat(covered).isGreaterThan(.91);
    }

    /**
     * Scores do not depend on the group, or are a little higher: even then chance makes up the top of a ranking otherwise than all of it. The
     * truth is the mean of rankings of the size.
     */
    @ParameterizedTest
    @CsvSource({"0, 100", ".3, 100"})
    void discountedDivergenceNearZero(double shift, int size) {
        List<Estimate> found = new ArrayList<>();
        for (int draw = 0; draw < FEW_DRAWS / 2; draw++) {
            RowCounts one = new RowCounts();
            RowCounts other = new RowCounts();
            RowCounts all = new RowCounts();
            for (int i = 0; i < size; i++) {
                boolean first = random.nextBoolean();
                double score = 1 / (1 + Math.exp(-random.nextGaussian() - (first ? shift : 0)));
                (first ? one : other).add(0, 0, score, 1);
                all.add(0, 0, score, 1);
            }
            found.add(new DiscountedDivergence(List.of(one.tally(), other.tally()), all.tally()).estimate());
        }
        double truth = found.stream().mapToDouble(Estimate::value).average().orElseThrow();

        double held = found.stream()
                .mapToInt(each -> holds(each.interval(Estimate.CONFIDENCE), truth))
                .average()
                .orElseThrow();
        assertThat(held).isGreaterThan(.92);
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

    private static double coverage(int draws, double truth, Supplier<Estimate> figure) {
        int held = 0;
        for (int draw = 0; draw < draws; draw++) {
            held += holds(figure.get().interval(Estimate.CONFIDENCE), truth);
        }
        return held / (double) draws;
    }

    private static int holds(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }

    private double[] drawn(double[] shares, int size) {
        double[] counts = new double[shares.length];
        for (int i = 0; i < size; i++) {
            double left = random.nextDouble() - shares[0];
            int at = 0;
            while (left > 0 && at + 1 < shares.length) {
                left -= shares[++at];
            }
            counts[at]++;
        }
        return counts;
    }
}
