package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Alternatives;
import io.lepton.fairness.estimate.Distance;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Exact;
import io.lepton.fairness.estimate.TestInversion;
import io.lepton.fairness.resampling.PoissonCells;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Whether probabilities come true. Of scores beyond 0 to 1, which are none, nothing is told but their mean.
 *
 * @param rowsPerWeight rows that a weight of 1 tells as much as
 */
record Calibration(ScoreHistogram scores, double rowsPerWeight) {
    private static final int BINS = 10;
    /** A mean of equal scores at a bin's edge may have been rounded below it. */
    private static final double ROUNDING = 1e-9;

    void addTo(Map<Measure, Estimate> figures) {
        ScoreLosses losses = losses();
        figures.put(Measure.MEAN_SCORE, losses.meanScore());
        if (!probabilities()) {
            return;
        }
        figures.put(Measure.BRIER_SCORE, losses.brierScore());
        figures.put(Measure.LOG_LOSS, losses.logLoss());
        figures.put(Measure.EXPECTED_CALIBRATION_ERROR, expectedError());
        figures.put(Measure.CALIBRATION_IN_THE_LARGE, losses.calibrationInTheLarge());
        figures.put(Measure.CALIBRATION_SLOPE, new CalibrationSlope(scores, rowsPerWeight).estimate());
    }

    ScoreLosses losses() {
        return new ScoreLosses(scores, rowsPerWeight);
    }

    private boolean probabilities() {
        return scores.size() > 0 && scores.score(0) >= 0 && scores.score(scores.size() - 1) <= 1;
    }

    /** Σ over bins of the share of rows × |mean probability − share of positives|; resampled by bin. */
    Estimate expectedError() {
        if (scores.size() == 0) {
            return new Exact(Double.NaN);
        }
        double[] cells = new double[2 * BINS];
        double[] sums = new double[BINS];
        for (int i = 0; i < scores.size(); i++) {
            int bin = Math.min(BINS - 1, (int) (scores.score(i) * BINS + ROUNDING));
            cells[bin] += scores.negatives()[i];
            cells[BINS + bin] += scores.positives()[i];
            sums[bin] += scores.scores()[i];
        }
        double[] means = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            means[bin] = sums[bin] / (cells[bin] + cells[BINS + bin]);
        }
        CalibrationErrors errors = new CalibrationErrors(cells, means, rowsPerWeight);
        ToDoubleFunction<double[]> distance = counts -> VectorNorm.sum(excesses(counts, means));
        return distance(cells, errors.inFewBins(), distance)
                .withUpperEndOf(distance(cells, errors.inAllBins(), distance));
    }

    private Distance distance(double[] cells, Alternatives alternatives, ToDoubleFunction<double[]> distance) {
        return TestInversion.USUAL
                .of(
                        cells,
                        new PoissonCells(rowsPerWeight),
                        alternatives,
                        TestInversion.Truth.DISTANCE,
                        List.of(distance))
                .get(0);
    }

    /** Of each bin: probability less frequency, times the share of rows. */
    private static double[] excesses(double[] cells, double[] means) {
        double rows = VectorNorm.sum(cells);
        double[] excesses = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            double ofBin = cells[bin] + cells[BINS + bin];
            excesses[bin] = ofBin == 0 ? 0 : (means[bin] * ofBin - cells[BINS + bin]) / rows;
        }
        return excesses;
    }
}
