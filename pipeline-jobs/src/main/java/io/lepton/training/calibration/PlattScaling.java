package io.lepton.training.calibration;

import io.lepton.training.stages.NonNegativeLogistic;

/**
 * A logistic curve of the log odds (Platt, 1999): 1 / (1 + exp(-slope · ln(p / (1 - p)) - intercept)). Its targets are not 0 and 1 but
 * 1 / (N₋ + 2) and (N₊ + 1) / (N₊ + 2), as Platt has them, so that few rows make nothing certain.
 *
 * @param slope 0 or more
 * @param smallest what probabilities nearer to 0, or to 1, are taken for
 */
public record PlattScaling(double slope, double intercept, double smallest) implements ProbabilityMap {

    static PlattScaling fit(Outcomes outcomes) {
        double yes = outcomes.weight(true);
        double no = outcomes.weight(false);
        LogOdds odds = new LogOdds(outcomes.smallest());
        NonNegativeLogistic curve = NonNegativeLogistic.fit(
                outcomes.regression((yes + 1) / (yes + 2), 1 / (no + 2), p -> new double[] {odds.of(p)}), 0);
        return new PlattScaling(curve.coefficients().get(0), curve.intercept(), outcomes.smallest());
    }

    @Override
    public double of(double probability) {
        return LogOdds.probability(slope * new LogOdds(smallest).of(probability) + intercept);
    }
}
