package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Estimate;

/**
 * The slope b of logit P(label = 1) = a + b × logit(score) (Cox 1958), by Newton's method on the counts of each bin.
 *
 * @param rowsPerWeight rows that a weight of 1 tells as much as
 */
record CalibrationSlope(ScoreHistogram scores, double rowsPerWeight) {
    private static final int MOST_STEPS = 50;
    private static final double NEAREST = 1e-9;
    /** Beyond, positives and negatives are all but separated, and there is no slope. */
    private static final double STEEPEST = 100;

    Estimate estimate() {
        double a = 0;
        // From 1, steps may overshoot where scores tell little.
        double b = 0;
        for (int step = 0; step < MOST_STEPS; step++) {
            Sums sums = sums(a, b);
            double determinant = sums.aa * sums.bb - sums.ab * sums.ab;
            double stepA = (sums.bb * sums.a - sums.ab * sums.b) / determinant;
            double stepB = (sums.aa * sums.b - sums.ab * sums.a) / determinant;
            a += stepA;
            b += stepB;
            if (!(Math.abs(b) < STEEPEST)) {
                break;
            }
            if (Math.abs(stepA) + Math.abs(stepB) < 1e-10) {
                double error = Math.sqrt(sums.aa / determinant / rowsPerWeight);
                return new Approximate(b, error, Approximate.Scale.LINEAR);
            }
        }
        return new Approximate(Double.NaN, Double.NaN, Approximate.Scale.LINEAR);
    }

    /** Gradient and information of the likelihood. */
    private Sums sums(double a, double b) {
        Sums sums = new Sums();
        for (int i = 0; i < scores.size(); i++) {
            double score = Math.max(NEAREST, Math.min(1 - NEAREST, scores.score(i)));
            double x = Math.log(score / (1 - score));
            double p = 1 / (1 + Math.exp(-a - b * x));
            double residual = scores.positives()[i] - scores.weight(i) * p;
            double information = scores.weight(i) * p * (1 - p);
            sums.a += residual;
            sums.b += residual * x;
            sums.aa += information;
            sums.ab += information * x;
            sums.bb += information * x * x;
        }
        return sums;
    }

    private static final class Sums {
        private double a;
        private double b;
        private double aa;
        private double ab;
        private double bb;
    }
}
