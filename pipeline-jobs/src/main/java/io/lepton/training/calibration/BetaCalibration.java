package io.lepton.training.calibration;

import io.lepton.training.stages.NonNegativeLogistic;
import java.util.List;

/**
 * The curve that mends probabilities whose distribution within each class is a beta distribution: 1 / (1 + exp(-a · ln p + b · ln(1 - p) -
 * c)). Unlike a logistic curve it can be the identity, a = b = 1, c = 0 (Kull, Silva Filho and Flach, 2017).
 *
 * @param a 0 or more
 * @param b 0 or more
 * @param smallest what probabilities nearer to 0, or to 1, are taken for
 */
public record BetaCalibration(double a, double b, double c, double smallest) implements ProbabilityMap {

    static BetaCalibration fit(Outcomes outcomes) {
        LogOdds odds = new LogOdds(outcomes.smallest());
        NonNegativeLogistic curve =
                NonNegativeLogistic.fit(outcomes.regression(1, 0, p -> new double[] {odds.ofYes(p), -odds.ofNo(p)}), 0);
        List<Double> found = curve.coefficients();
        return new BetaCalibration(found.get(0), found.get(1), curve.intercept(), outcomes.smallest());
    }

    @Override
    public double of(double probability) {
        LogOdds odds = new LogOdds(smallest);
        return LogOdds.probability(a * odds.ofYes(probability) - b * odds.ofNo(probability) + c);
    }
}
