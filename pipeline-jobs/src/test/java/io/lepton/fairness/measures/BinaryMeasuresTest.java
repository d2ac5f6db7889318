package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.counting.RowCounts;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BinaryMeasuresTest {
    /** Golden: LiFT's example of the Jensen–Shannon divergence, in bits. */
    @Test
    void jensenShannonDivergenceIsThatOfLiFT() {
        double root = JensenShannonMetric.distance(new double[] {24, 12, 4, 0, 0, 10, 5, 20});

        assertThat(root * root).isCloseTo(.5885821, within(1e-7));
    }

    /** Golden: the two-sample statistic of eight values each, as statistics packages give it. */
    @Test
    void kolmogorovSmirnovDistanceIsThatOfItsExample() {
        double[] first = {38.7, 41.5, 43.8, 44.5, 45.5, 46, 47.7, 58};
        double[] second = {39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8};
        RowCounts one = new RowCounts();
        RowCounts all = new RowCounts();
        for (double value : first) {
            one.add(1, 1, value, 1);
            all.add(1, 1, value, 1);
        }
        for (double value : second) {
            all.add(0, 1, value, 1);
        }

        Map<String, Estimate> figures = new BinaryMeasures(all.tally()).of(one.tally());

        assertThat(figures.get("score_ks_distance").value()).isCloseTo(.625, within(1e-12));
    }

    /** AIF360's definition, by hand, on its example: (3 × −1 + 7 × −1 + 6 × 2) / 8 / 16. */
    @Test
    void conditionalDemographicDisparityWeighsGroupsByTheirSize() {
        // Groups 0011222, labels 0101010, weights 1234321: rejected, then selected, of each group.
        double[] counts = {1, 2, 3, 4, 3 + 1, 2};

        assertThat(new ConditionalDisparity(counts, 1).estimate().value()).isCloseTo(2.0 / 128, within(1e-12));
    }

    /** By definition, on rows: thresholds, pairs and sums are gone through one by one. */
    @Property(tries = 60)
    void countsGiveWhatRowsGive(@ForAll long seed, @ForAll @IntRange(min = 12, max = 80) int size) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = new double[size];
        int[] labels = new int[size];
        RowCounts counts = new RowCounts();
        for (int i = 0; i < size; i++) {
            scores[i] = (1 + random.nextInt(19)) / 20.0;
            labels[i] = i < 2 ? i : random.nextInt(2);
            counts.add(labels[i], scores[i] >= .5 ? 1 : 0, scores[i], 1);
        }

        Map<String, Estimate> figures = new BinaryMeasures(counts.tally()).of(counts.tally());

        double brier = 0;
        double won = 0;
        double pairs = 0;
        for (int i = 0; i < size; i++) {
            brier += (scores[i] - labels[i]) * (scores[i] - labels[i]) / size;
            for (int j = 0; j < size; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? .5 : 0;
                }
            }
        }
        assertThat(figures.get("brier_score").value()).isCloseTo(brier, within(1e-9));
        assertThat(figures.get("auc").value()).isCloseTo(won / pairs, within(1e-12));
        assertThat(figures.get("average_precision").value()).isCloseTo(averagePrecision(scores, labels), within(1e-12));
        assertThat(figures.get("exposure").value()).isCloseTo(1, within(1e-9));
    }

    /**
     * Golden: DeLong's variance of twenty scores, ties among them, by delong_roc_variance of the Python package confidenceinterval 1.0.5
     * (Sun and Xu's algorithm): AUC .7395833, variance .0145963. The interval is that of their log-odds: logit(AUC) ± 1.959964 · SE ÷
     * (AUC (1 − AUC)).
     */
    @Test
    void aucHasDeLongsVariance() {
        double[] positives = {.9, .8, .8, .7, .6, .55, .4, .2};
        double[] negatives = {.85, .7, .6, .5, .5, .45, .4, .3, .3, .2, .1, .05};
        RowCounts counts = new RowCounts();
        Arrays.stream(positives).forEach(score -> counts.add(1, 0, score, 1));
        Arrays.stream(negatives).forEach(score -> counts.add(0, 0, score, 1));

        Estimate auc = new RankingQuality(counts.tally().histogram(), 1).auc().figure();

        assertThat(auc.value()).isCloseTo(.7395833, within(1e-6));
        assertThat(auc.standardError() * auc.standardError()).isCloseTo(.0145963, within(1e-7));
        assertThat(auc.interval(.95).low()).isCloseTo(.4537195, within(1e-6));
        assertThat(auc.interval(.95).high()).isCloseTo(.9066383, within(1e-6));
    }

    private static double averagePrecision(double[] scores, int[] labels) {
        double positives = 0;
        double sum = 0;
        for (int label : labels) {
            positives += label;
        }
        for (int i = 0; i < scores.length; i++) {
            double hits = 0;
            double taken = 0;
            for (int j = 0; labels[i] == 1 && j < scores.length; j++) {
                hits += scores[j] >= scores[i] ? labels[j] : 0;
                taken += scores[j] >= scores[i] ? 1 : 0;
            }
            sum += labels[i] == 1 ? hits / taken : 0;
        }
        return sum / positives;
    }

    /** A weight of n is as good as n rows for every value; its uncertainty is Kish's. */
    @Property(tries = 30)
    void weightsCountAsRows(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RowCounts weighted = new RowCounts();
        RowCounts repeated = new RowCounts();
        for (int i = 0; i < 60; i++) {
            int label = i < 2 ? i : random.nextInt(2);
            double score = (1 + random.nextInt(99)) / 100.0;
            int weight = 1 + random.nextInt(3);
            weighted.add(label, score > .4 ? 1 : 0, score, weight);
            for (int j = 0; j < weight; j++) {
                repeated.add(label, score > .4 ? 1 : 0, score, 1);
            }
        }

        Map<String, Estimate> one = new BinaryMeasures(weighted.tally()).of(weighted.tally());
        Map<String, Estimate> other = new BinaryMeasures(repeated.tally()).of(repeated.tally());

        other.forEach((name, figure) -> {
            if (!Double.isNaN(figure.value())) {
                assertThat(one.get(name).value()).as(name).isCloseTo(figure.value(), within(1e-9));
            }
        });
        assertThat(one.get("accuracy").standardError())
                .isGreaterThan(other.get("accuracy").standardError());
    }

    /** Coverage over draws of rows from a known model: binormal scores, AUC Φ(1 / √2) for means one apart. */
    @Test
    void intervalsOfAucAndCalibrationCoverTheTruth() {
        SplittableRandom random = new SplittableRandom(5);
        int draws = 10_000;
        int auc = 0;
        int slope = 0;
        for (int draw = 0; draw < draws; draw++) {
            RowCounts counts = new RowCounts();
            for (int row = 0; row < 150; row++) {
                // Means 0 and 1, both outcomes alike: the log-odds of a positive are z − ½.
                int label = row % 2;
                double logOdds = label + random.nextGaussian() - .5;
                double score = 1 / (1 + Math.exp(-logOdds));
                counts.add(label, score >= .5 ? 1 : 0, score, 1);
            }
            RankingQuality ranking = new RankingQuality(counts.tally().histogram(), 1);
            CalibrationSlope calibration = new CalibrationSlope(counts.tally().histogram(), 1);
            auc += holds(ranking.auc().figure().interval(.95), .7602499);
            slope += holds(calibration.estimate().interval(.95), 1);
        }

        assertThat(auc / (double) draws).as("AUC").isBetween(.94, .96);
        assertThat(slope / (double) draws).as("slope").isBetween(.94, .96);
    }

    private static int holds(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }

    @Test
    void scoresOfOthersRankAGroup() {
        RowCounts low = new RowCounts();
        RowCounts all = new RowCounts();
        for (double score : List.of(.9, .8, .7)) {
            all.add(1, 1, score, 1);
        }
        for (double score : List.of(.3, .2, .1)) {
            low.add(0, 0, score, 1);
            all.add(0, 0, score, 1);
        }
        double top = 1 + 1 / (Math.log(3) / Math.log(2)) + .5;
        double bottom = Math.log(2) * (1 / Math.log(5) + 1 / Math.log(6) + 1 / Math.log(7));

        Map<String, Estimate> figures = new BinaryMeasures(all.tally()).of(low.tally());

        assertThat(figures.get("exposure").value()).isCloseTo(2 * bottom / (top + bottom), within(1e-12));
        assertThat(figures.get("score_wasserstein_distance").value()).isCloseTo(.6, within(1e-9));
        assertThat(figures.get("score_ks_distance").value()).isCloseTo(1, within(1e-12));
    }
}
