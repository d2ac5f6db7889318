package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Skewed;

/**
 * Means over rows of what each score, and how far it is from the label, counts for; with Student's intervals (1908), skewed as the rows are.
 *
 * @param rowsPerWeight rows that a weight of 1 tells as much as
 */
record ScoreLosses(ScoreHistogram scores, double rowsPerWeight) {
    /** As near to 0 and 1 as a probability counts. */
    private static final double NEAREST = 1e-15;

    Estimate meanScore() {
        return mean((score, label) -> score).ifSkewed();
    }

    Estimate brierScore() {
        return mean((score, label) -> (score - label) * (score - label));
    }

    Estimate logLoss() {
        return mean(ScoreLosses::logLoss);
    }

    Estimate calibrationInTheLarge() {
        return mean((score, label) -> score - label).ifSkewed();
    }

    private interface RowFigure {
        double of(double score, int label);
    }

    private Skewed mean(RowFigure figure) {
        double weight = 0;
        double sum = 0;
        for (int i = 0; i < scores.size(); i++) {
            weight += scores.weight(i);
            sum += scores.negatives()[i] * figure.of(scores.score(i), 0)
                    + scores.positives()[i] * figure.of(scores.score(i), 1);
        }
        double mean = sum / weight;
        double squares = 0;
        double cubes = 0;
        for (int i = 0; i < scores.size(); i++) {
            double ofNegatives = figure.of(scores.score(i), 0) - mean;
            double ofPositives = figure.of(scores.score(i), 1) - mean;
            double negatives = scores.negatives()[i] * ofNegatives * ofNegatives;
            double positives = scores.positives()[i] * ofPositives * ofPositives;
            squares += negatives + positives;
            cubes += negatives * ofNegatives + positives * ofPositives;
        }
        return Skewed.of(mean, squares / weight, cubes / weight, weight * rowsPerWeight);
    }

    private static double logLoss(double score, int label) {
        double probability = label == 1 ? score : 1 - score;
        return -Math.log(Math.max(NEAREST, Math.min(1 - NEAREST, probability)));
    }
}
