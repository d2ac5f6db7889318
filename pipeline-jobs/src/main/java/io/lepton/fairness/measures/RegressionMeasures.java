package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.ResidualSums;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Approximate.Scale;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Proportion;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures of labels and predictions that are quantities, in the label's unit. */
public final class RegressionMeasures implements Measures {
    @Override
    public Map<String, Estimate> of(GroupTally tally) {
        ResidualSums sums = tally.residuals();
        double rows = sums.weight() * tally.rowsPerWeight();
        double meanSquare = sums.meanSquare();
        double rmse = Math.sqrt(meanSquare);
        Map<Measure, Estimate> figures = new LinkedHashMap<>();
        figures.put(Measure.MAE, absolute(sums, tally.rowsPerWeight()));
        double errorOfSquare = error(meanSquare, sums.meanFourthPower(), rows);
        figures.put(Measure.RMSE, new Approximate(rmse, errorOfSquare / (2 * rmse), Scale.LOGARITHM));
        figures.put(Measure.MEAN_RESIDUAL, mean(sums.meanResidual(), meanSquare, rows, Scale.LINEAR));
        figures.put(
                Measure.MEAN_PREDICTION, mean(sums.meanPrediction(), sums.meanSquaredPrediction(), rows, Scale.LINEAR));
        figures.put(Measure.MEAN_LABEL, mean(sums.meanLabel(), sums.meanSquaredLabel(), rows, Scale.LINEAR));
        figures.put(Measure.R2, r2(sums, rows));
        figures.put(Measure.QUANTILE_COVERAGE, new Proportion(sums.covered() * tally.rowsPerWeight(), rows));
        return Measures.named(figures);
    }

    @Override
    public Map<String, Comparison> against(GroupTally group, GroupTally everybody) {
        ResidualSums rest = everybody.residuals().without(group.residuals());
        return Map.of(
                Measure.MAE.id(),
                new Comparison(
                        absolute(group.residuals(), group.rowsPerWeight()),
                        absolute(rest, everybody.rowsPerWeightWithout(group))));
    }

    private static Estimate absolute(ResidualSums sums, double rowsPerWeight) {
        return mean(sums.meanAbsolute(), sums.meanSquare(), sums.weight() * rowsPerWeight, Scale.LOGARITHM);
    }

    private static Estimate mean(double mean, double meanSquare, double rows, Scale scale) {
        return new Approximate(mean, error(mean, meanSquare, rows), scale);
    }

    /** Standard error of a mean. */
    private static double error(double mean, double meanSquare, double rows) {
        return Math.sqrt(Math.max(0, meanSquare - mean * mean) / (rows - 1));
    }

    /** 1 − squared residuals ÷ squared distances of the labels from their mean; error after Olkin and Finn (1995), of one regressor. */
    private static Estimate r2(ResidualSums sums, double rows) {
        double variance = sums.meanSquaredLabel() - sums.meanLabel() * sums.meanLabel();
        double r2 = variance > 0 ? 1 - sums.meanSquare() / variance : Double.NaN;
        double squaredError = 4 * r2 * (1 - r2) * (1 - r2) * (rows - 2) * (rows - 2) / ((rows * rows - 1) * (rows + 3));
        return new Approximate(r2, r2 > 0 ? Math.sqrt(squaredError) : Double.NaN, Scale.LINEAR);
    }
}
