package io.lepton.fairness.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.counting.ScoreHistogram;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GroupCurvesTest {

    /** Golden: scores .1, .4 (negatives) and .35, .8 (positives), the example of scikit-learn's {@code roc_curve}. */
    @Test
    void givesTheCornersOfAKnownCurve() {
        ScoreHistogram scores = new ScoreHistogram(
                new int[] {1, 2, 3, 4}, new double[] {1, 0, 1, 0}, new double[] {0, 1, 0, 1}, new double[] {
                    .1, .35, .4, .8
                });

        RocCurve curve = RocCurve.of(scores);

        assertThat(curve.falsePositiveRates()).containsExactly(0.0, 0.0, .5, .5, 1.0);
        assertThat(curve.truePositiveRates()).containsExactly(0.0, .5, .5, 1.0, 1.0);
    }

    @Property(tries = 40)
    void aCurveIsShortRisesAndKeepsItsArea(@ForAll @IntRange(min = 2, max = 4_000) int bins, @ForAll long seed) {
        ScoreHistogram scores = random(bins, seed);

        RocCurve curve = RocCurve.of(scores);

        assertThat(curve.falsePositiveRates())
                .hasSameSizeAs(curve.truePositiveRates())
                .hasSizeLessThanOrEqualTo(RocCurve.MOST_POINTS)
                .isSorted()
                .startsWith(0.0)
                .endsWith(1.0);
        assertThat(curve.truePositiveRates()).isSorted().startsWith(0.0).endsWith(1.0);
        assertThat(area(curve)).isCloseTo(area(scores), within(.01));
    }

    @Property(tries = 40)
    void everyPointOfACalibrationCurveTellsOfEnoughRows(
            @ForAll @IntRange(min = 40, max = 3_000) int bins,
            @ForAll @IntRange(min = 0, max = 60) int fewest,
            @ForAll long seed) {
        ScoreHistogram scores = random(bins, seed);
        double rows = scores.allNegatives() + scores.allPositives();

        CalibrationCurve curve = CalibrationCurve.of(scores, 1, fewest);

        assertThat(curve.predicted().size())
                .isBetween(1, (int) Math.min(CalibrationCurve.MOST_POINTS, Math.max(1, rows / Math.max(20, fewest))));
        assertThat(curve.predicted()).isSorted();
        for (int i = 0; i < curve.observed().size(); i++) {
            assertThat(curve.observed().get(i))
                    .isBetween(curve.low().get(i) - 1e-4, curve.high().get(i) + 1e-4);
        }
    }

    @Test
    void perfectProbabilitiesLieOnTheDiagonalAndScoresThatAreNoneHaveNoCurve() {
        int ranges = 10;
        int[] bins = new int[ranges];
        double[] negatives = new double[ranges];
        double[] positives = new double[ranges];
        double[] sums = new double[ranges];
        for (int i = 0; i < ranges; i++) {
            bins[i] = i;
            positives[i] = 10 * i + 5;
            negatives[i] = 95 - 10 * i;
            sums[i] = positives[i];
        }

        CalibrationCurve curve = CalibrationCurve.of(new ScoreHistogram(bins, negatives, positives, sums), 1, 10);

        assertThat(curve.predicted()).hasSize(ranges).isEqualTo(curve.observed());
        assertThat(CalibrationCurve.of(
                                new ScoreHistogram(
                                        new int[] {1}, new double[] {50}, new double[] {50}, new double[] {300}),
                                1,
                                10)
                        .predicted())
                .isEmpty();
    }

    /** Scores that tell something of the label, with some weight in each bin. */
    private static ScoreHistogram random(int size, long seed) {
        Random random = new Random(seed);
        List<Double> means =
                new java.util.ArrayList<>(random.doubles(size).boxed().toList());
        Collections.sort(means);
        int[] bins = new int[size];
        double[] negatives = new double[size];
        double[] positives = new double[size];
        double[] sums = new double[size];
        for (int i = 0; i < size; i++) {
            bins[i] = i;
            positives[i] = random.nextDouble() < means.get(i) || i == size - 1 ? 1 + random.nextInt(3) : 0;
            negatives[i] = positives[i] == 0 || i == 0 ? 1 + random.nextInt(3) : 0;
            sums[i] = means.get(i) * (positives[i] + negatives[i]);
        }
        return new ScoreHistogram(bins, negatives, positives, sums);
    }

    private static double area(RocCurve curve) {
        double area = 0;
        for (int i = 1; i < curve.falsePositiveRates().size(); i++) {
            area += (curve.falsePositiveRates().get(i)
                            - curve.falsePositiveRates().get(i - 1))
                    * (curve.truePositiveRates().get(i)
                            + curve.truePositiveRates().get(i - 1))
                    / 2;
        }
        return area;
    }

    /** The share of pairs of a positive and a negative that are ranked right, ties half. */
    private static double area(ScoreHistogram scores) {
        double below = 0;
        double right = 0;
        for (int i = 0; i < scores.size(); i++) {
            right += scores.positives()[i] * (below + scores.negatives()[i] / 2);
            below += scores.negatives()[i];
        }
        return right / scores.allPositives() / scores.allNegatives();
    }
}
