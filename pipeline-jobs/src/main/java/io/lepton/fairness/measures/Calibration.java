package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Alternatives;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Distance;
import io.lepton.fairness.estimate.Estimate;
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

    /** As near to 0 and 1 as a probability counts. */
    private static final double NEAREST = 1e-15;

    void addTo(Map<Measure, Estimate> figures) {
        figures.put(Measure.MEAN_SCORE, mean((score, label) -> score, Approximate.Scale.LINEAR));
        if (!probabilities()) {
            return;
        }
        figures.put(
                Measure.BRIER_SCORE,
                mean((score, label) -> (score - label) * (score - label), Approximate.Scale.LOGARITHM));
        figures.put(Measure.LOG_LOSS, mean(Calibration::logLoss, Approximate.Scale.LOGARITHM));
        figures.put(Measure.EXPECTED_CALIBRATION_ERROR, expectedError());
        figures.put(Measure.CALIBRATION_IN_THE_LARGE, mean((score, label) -> score - label, Approximate.Scale.LINEAR));
        figures.put(Measure.CALIBRATION_SLOPE, new CalibrationSlope(scores, rowsPerWeight).estimate());
    }

    private boolean probabilities() {
        return scores.size() > 0 && scores.score(0) >= 0 && scores.score(scores.size() - 1) <= 1;
    }

    private interface RowFigure {
        double of(double score, int label);
    }

    private Estimate mean(RowFigure figure, Approximate.Scale scale) {
        double weight = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < scores.size(); i++) {
            double ofNegatives = figure.of(scores.score(i), 0);
            double ofPositives = figure.of(scores.score(i), 1);
            weight += scores.weight(i);
            sum += scores.negatives()[i] * ofNegatives + scores.positives()[i] * ofPositives;
            squares += scores.negatives()[i] * ofNegatives * ofNegatives
                    + scores.positives()[i] * ofPositives * ofPositives;
        }
        double mean = sum / weight;
        double rows = weight * rowsPerWeight;
        return new Approximate(mean, Math.sqrt(Math.max(0, squares / weight - mean * mean) / (rows - 1)), scale);
    }

    private static double logLoss(double score, int label) {
        double probability = label == 1 ? score : 1 - score;
        return -Math.log(Math.max(NEAREST, Math.min(1 - NEAREST, probability)));
    }

    /** Σ over bins of the share of rows × |mean probability − share of positives|; resampled by bin. */
    private Estimate expectedError() {
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
