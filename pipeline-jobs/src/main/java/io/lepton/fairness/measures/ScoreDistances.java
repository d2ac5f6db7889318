package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Distance;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Mapped;
import io.lepton.fairness.estimate.TestInversion;
import io.lepton.fairness.resampling.TwoSamples;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far the scores of a group are spread otherwise than everybody else's. */
final class ScoreDistances {
    /** Cells that are resampled; the distances themselves are of all bins. */
    private static final int RESAMPLED = 64;

    private static final double ROUNDING = 1e-9;
    private static final int WIDE_BINS = 20;

    /** The group's weights, then everybody else's, by the bins of everybody. */
    private final double[] weights;

    private final double[] positions;
    private final double rowsPerWeight;

    private ScoreDistances(double[] weights, double[] positions, double rowsPerWeight) {
        this.weights = weights;
        this.positions = positions;
        this.rowsPerWeight = rowsPerWeight;
    }

    /**
     * Of a group from the rest; empty where one of them is nobody.
     *
     * @param everybody whose bins hold those of the group
     */
    static Optional<ScoreDistances> of(ScoreHistogram group, ScoreHistogram everybody, double rowsPerWeight) {
        int size = everybody.size();
        double[] weights = new double[2 * size];
        double[] positions = new double[size];
        int at = 0;
        for (int i = 0; i < size; i++) {
            boolean both = at < group.size() && group.bins()[at] == everybody.bins()[i];
            weights[i] = both ? group.weight(at++) : 0;
            // Weights that are no whole numbers leave a rest of rounding.
            double rest = everybody.weight(i) - weights[i];
            weights[size + i] = rest < 1e-9 * everybody.weight(i) ? 0 : rest;
            positions[i] = everybody.score(i);
        }
        boolean somebody = sum(weights, 0, size) > 0 && sum(weights, size, 2 * size) > 0;
        return somebody ? Optional.of(new ScoreDistances(weights, positions, rowsPerWeight)) : Optional.empty();
    }

    void addTo(Map<Measure, Estimate> figures) {
        double[] wide = wide();
        double[] few = new double[2 * RESAMPLED];
        double[] fewPositions = new double[RESAMPLED];
        summarize(few, fewPositions);
        TwoSamples groups = new TwoSamples(rowsPerWeight);
        List<Distance> coarse = TestInversion.USUAL.of(
                few,
                groups,
                new TwoDistributions(few, fewPositions, rowsPerWeight).shifted(),
                TestInversion.Truth.DISTANCE,
                List.of(ScoreDistances::kolmogorovSmirnov, counts -> wasserstein(fewPositions, counts)));
        figures.put(Measure.SCORE_KS_DISTANCE, coarse.get(0).around(kolmogorovSmirnov(weights)));
        figures.put(Measure.SCORE_WASSERSTEIN_DISTANCE, coarse.get(1).around(wasserstein(positions, weights)));
        Distance root = TestInversion.USUAL
                .of(
                        wide,
                        groups,
                        TwoDistributions.unordered(wide, rowsPerWeight).apart(),
                        TestInversion.Truth.DISTANCE,
                        List.of(JensenShannonMetric::distance))
                .get(0);
        figures.put(Measure.SCORE_JENSEN_SHANNON_DIVERGENCE, new Mapped(root, x -> x * x, x -> 2 * x));
    }

    /** Cells of about the same weight. */
    private void summarize(double[] few, double[] fewPositions) {
        int size = positions.length;
        double all = sum(weights, 0, 2 * size);
        double[] ofCell = new double[RESAMPLED];
        double passed = 0;
        for (int i = 0; i < size; i++) {
            double weight = weights[i] + weights[size + i];
            int cell = Math.min(RESAMPLED - 1, (int) ((passed + weight / 2) / all * RESAMPLED));
            passed += weight;
            few[cell] += weights[i];
            few[RESAMPLED + cell] += weights[size + i];
            fewPositions[cell] += weight * positions[i];
            ofCell[cell] += weight;
        }
        double last = positions[0];
        for (int cell = 0; cell < RESAMPLED; cell++) {
            last = ofCell[cell] == 0 ? last : fewPositions[cell] / ofCell[cell];
            fewPositions[cell] = last;
        }
    }

    /** Equal widths from the least score, or 0, to the greatest, or 1. */
    private double[] wide() {
        int size = positions.length;
        double least = Math.min(0, positions[0]);
        double width = Math.max(1, positions[size - 1]) - least;
        double[] wide = new double[2 * WIDE_BINS];
        for (int i = 0; i < size; i++) {
            // Means of equal scores differ in their last digit by the order of rows: on an edge that must not decide.
            double at = (positions[i] - least) / width * WIDE_BINS + ROUNDING;
            int bin = Math.min(WIDE_BINS - 1, (int) at);
            wide[bin] += weights[i];
            wide[WIDE_BINS + bin] += weights[size + i];
        }
        return wide;
    }

    /** The largest distance of the distribution functions; both halves of the counts are one distribution each. */
    static double kolmogorovSmirnov(double... counts) {
        return VectorNorm.largest(differences(counts));
    }

    /** The area between the distribution functions. */
    static double wasserstein(double[] positions, double... counts) {
        double[] areas = differences(counts);
        for (int i = 0; i < areas.length; i++) {
            areas[i] *= i + 1 < areas.length ? positions[i + 1] - positions[i] : 0;
        }
        return VectorNorm.sum(areas);
    }

    /** Of the two distribution functions, at each position. */
    private static double[] differences(double[] counts) {
        int size = counts.length / 2;
        double first = sum(counts, 0, size);
        double second = sum(counts, size, counts.length);
        double[] differences = new double[size];
        double difference = 0;
        for (int i = 0; i < size; i++) {
            difference += counts[i] / first - counts[size + i] / second;
            differences[i] = difference;
        }
        return differences;
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
