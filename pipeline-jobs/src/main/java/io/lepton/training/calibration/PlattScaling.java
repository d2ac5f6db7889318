package io.lepton.training.calibration;

import io.lepton.training.stages.NonNegativeLogistic;

/**
 * A logistic curve of the log odds (Platt, 1999): 1 / (1 + exp(-slope · ln(p / (1 - p)) - intercept)). Its targets are not 0 and 1 but
 * 1 / (N₋ + 2) and (N₊ + 1) / (N₊ + 2), as Platt has them, so that few rows make nothing certain.
 *
 * @param slope 0 or more
 */
public record PlattScaling(double slope, double intercept) implements ProbabilityMap {

    static PlattScaling fit(Outcomes outcomes) {
        double yes = outcomes.weight(true);
        double no = outcomes.weight(false);
        NonNegativeLogistic curve = NonNegativeLogistic.fit(
                outcomes.regression((yes + 1) / (yes + 2), 1 / (no + 2), p ->
                        new double[] {Outcomes.logOfYes(p) - Outcomes.logOfNo(p)}),
                0);
        return new PlattScaling(curve.coefficients().get(0), curve.intercept());
    }

    @Override
    public double of(double probability) {
        return Outcomes.sigmoid(slope * (Outcomes.logOfYes(probability) - Outcomes.logOfNo(probability)) + intercept);
    }
}
