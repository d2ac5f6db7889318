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
        double errorOfSquare = error(variance(meanSquare, sums.meanFourthPower()), rows);
        figures.put(Measure.RMSE, new Approximate(rmse, errorOfSquare / (2 * rmse), Scale.LOGARITHM));
        figures.put(Measure.MEAN_RESIDUAL, mean(sums.meanResidual(), meanSquare, rows, Scale.LINEAR));
        figures.put(
                Measure.MEAN_PREDICTION,
                new Approximate(sums.meanPrediction(), error(sums.varianceOfPredictions(), rows), Scale.LINEAR));
        figures.put(
                Measure.MEAN_LABEL,
                new Approximate(sums.meanLabel(), error(sums.varianceOfLabels(), rows), Scale.LINEAR));
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
        return new Approximate(mean, error(variance(mean, meanSquare), rows), scale);
    }

    /** Standard error of a mean. */
    private static double error(double variance, double rows) {
        return Math.sqrt(variance / (rows - 1));
    }

    private static double variance(double mean, double meanSquare) {
        return Math.max(0, meanSquare - mean * mean);
    }

    /**
     * 1 − A/V, of the mean squared residual A and the variance V of the labels. Delta method on ln(A/V): the variance of
     * r²/A − (y − m)²/V over rows of residual r and label y. Products of residuals and labels are heavy-tailed, so that few rows understate
     * their own variance: three are taken off, and Student's distribution has half as many degrees of freedom as rows (both by simulation).
     */
    private static Estimate r2(ResidualSums sums, double rows) {
        double a = sums.meanSquare();
        double v = sums.varianceOfLabels();
        if (!(v > 0)) {
            return new Approximate(Double.NaN, Double.NaN, Scale.BELOW_ONE);
        }
        double variance = sums.meanFourthPower() / (a * a)
                + sums.meanFourthPowerOfLabels() / (v * v)
                - 2 * sums.meanSquareBySquare() / (a * v);
        double unexplained = a / v;
        return new Approximate(
                1 - unexplained,
                rows > 3 ? unexplained * Math.sqrt(Math.max(0, variance) / (rows - 3)) : Double.NaN,
                Scale.BELOW_ONE,
                rows / 2);
    }
}
