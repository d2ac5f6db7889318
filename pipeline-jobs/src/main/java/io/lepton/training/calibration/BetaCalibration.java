package io.lepton.training.calibration;

import io.lepton.training.stages.NonNegativeLogistic;
import java.util.List;

/**
 * The curve that mends probabilities whose distribution within each class is a beta distribution: 1 / (1 + exp(-a · ln p + b · ln(1 - p) -
 * c)). Unlike a logistic curve it can be the identity, a = b = 1, c = 0 (Kull, Silva Filho and Flach, 2017).
 *
 * @param a 0 or more
 * @param b 0 or more
 */
public record BetaCalibration(double a, double b, double c) implements ProbabilityMap {

    static BetaCalibration fit(Outcomes outcomes) {
        NonNegativeLogistic curve = NonNegativeLogistic.fit(
                outcomes.regression(1, 0, p -> new double[] {Outcomes.logOfYes(p), -Outcomes.logOfNo(p)}), 0);
        List<Double> found = curve.coefficients();
        return new BetaCalibration(found.get(0), found.get(1), curve.intercept());
    }

    @Override
    public double of(double probability) {
        return Outcomes.sigmoid(a * Outcomes.logOfYes(probability) - b * Outcomes.logOfNo(probability) + c);
    }
}
