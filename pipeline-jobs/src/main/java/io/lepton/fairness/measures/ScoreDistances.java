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

    /** The group's rows, then everybody else's, by the bins of everybody: as many as their weights are worth. */
    private final double[] rows;

    private final double[] positions;

    private ScoreDistances(double[] rows, double[] positions) {
        this.rows = rows;
        this.positions = positions;
    }

    /**
     * Of a group from the rest; empty where one of them is nobody.
     *
     * @param everybody whose bins hold those of the group
     * @param rowsPerWeight rows that a weight of 1 is worth in the group
     * @param rowsPerWeightOfRest the same of the rest
     */
    static Optional<ScoreDistances> of(
            ScoreHistogram group, ScoreHistogram everybody, double rowsPerWeight, double rowsPerWeightOfRest) {
        int size = everybody.size();
        double[] rows = new double[2 * size];
        double[] positions = new double[size];
        int at = 0;
        for (int i = 0; i < size; i++) {
            boolean both = at < group.size() && group.bins()[at] == everybody.bins()[i];
            double weight = both ? group.weight(at++) : 0;
            // Weights that are no whole numbers leave a rest of rounding.
            double rest = everybody.weight(i) - weight;
            rows[i] = weight * rowsPerWeight;
            rows[size + i] = rest <= 1e-9 * everybody.weight(i) ? 0 : rest * rowsPerWeightOfRest;
            positions[i] = everybody.score(i);
        }
        boolean somebody = sum(rows, 0, size) > 0 && sum(rows, size, 2 * size) > 0;
        return somebody ? Optional.of(new ScoreDistances(rows, positions)) : Optional.empty();
    }

    void addTo(Map<Measure, Estimate> figures) {
        double[] wide = wide();
        double[] few = new double[2 * RESAMPLED];
        double[] fewPositions = new double[RESAMPLED];
        summarize(few, fewPositions);
        TwoSamples groups = new TwoSamples();
        List<Distance> coarse = TestInversion.USUAL.of(
                few,
                groups,
                new TwoDistributions(few, fewPositions).shifted(),
                TestInversion.Truth.DISTANCE,
                List.of(ScoreDistances::kolmogorovSmirnov, counts -> wasserstein(fewPositions, counts)));
        figures.put(Measure.SCORE_KS_DISTANCE, coarse.get(0).around(kolmogorovSmirnov(rows)));
        figures.put(Measure.SCORE_WASSERSTEIN_DISTANCE, coarse.get(1).around(wasserstein(positions, rows)));
        Distance root = TestInversion.USUAL
                .of(
                        wide,
                        groups,
                        TwoDistributions.unordered(wide).apart(),
                        TestInversion.Truth.DISTANCE,
                        List.of(JensenShannonMetric::distance))
                .get(0);
        figures.put(Measure.SCORE_JENSEN_SHANNON_DIVERGENCE, new Mapped(root, x -> x * x, x -> 2 * x));
    }

    /** Cells of about as many rows. */
    private void summarize(double[] few, double[] fewPositions) {
        int size = positions.length;
        double all = sum(rows, 0, 2 * size);
        double[] ofCell = new double[RESAMPLED];
        double passed = 0;
        for (int i = 0; i < size; i++) {
            double ofBoth = rows[i] + rows[size + i];
            int cell = Math.min(RESAMPLED - 1, (int) ((passed + ofBoth / 2) / all * RESAMPLED));
            passed += ofBoth;
            few[cell] += rows[i];
            few[RESAMPLED + cell] += rows[size + i];
            fewPositions[cell] += ofBoth * positions[i];
            ofCell[cell] += ofBoth;
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
            wide[bin] += rows[i];
            wide[WIDE_BINS + bin] += rows[size + i];
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
