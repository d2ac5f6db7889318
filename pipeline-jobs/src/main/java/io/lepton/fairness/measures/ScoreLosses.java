package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Estimate;

/**
 * Means over rows of what each score, and how far it is from the label, counts for; with Student's intervals (1908), as the variance is known from
 * the same rows.
 *
 * @param rowsPerWeight rows that a weight of 1 tells as much as
 */
record ScoreLosses(ScoreHistogram scores, double rowsPerWeight) {
    /** As near to 0 and 1 as a probability counts. */
    private static final double NEAREST = 1e-15;

    Estimate meanScore() {
        return mean((score, label) -> score, Approximate.Scale.LINEAR);
    }

    Estimate brierScore() {
        return mean((score, label) -> (score - label) * (score - label), Approximate.Scale.LOGARITHM);
    }

    Estimate logLoss() {
        return mean(ScoreLosses::logLoss, Approximate.Scale.LOGARITHM);
    }

    Estimate calibrationInTheLarge() {
        return mean((score, label) -> score - label, Approximate.Scale.LINEAR);
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
        double error = Math.sqrt(Math.max(0, squares / weight - mean * mean) / (rows - 1));
        return new Approximate(mean, error, scale, rows - 1);
    }

    private static double logLoss(double score, int label) {
        double probability = label == 1 ? score : 1 - score;
        return -Math.log(Math.max(NEAREST, Math.min(1 - NEAREST, probability)));
    }
}
