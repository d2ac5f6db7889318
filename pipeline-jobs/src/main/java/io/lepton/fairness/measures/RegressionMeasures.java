package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.ResidualSums;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Approximate.Scale;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.ExponentialPower;
import io.lepton.fairness.estimate.Proportion;
import io.lepton.fairness.estimate.Smoothed;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures of labels and predictions that are quantities, in the label's unit. */
public final class RegressionMeasures implements Measures {
    @Override
    public Map<String, Estimate> of(GroupTally tally) {
        ResidualSums sums = tally.residuals();
        double rows = sums.weight() * tally.rowsPerWeight();
        double meanSquare = sums.meanSquare();
        Map<Measure, Estimate> figures = new LinkedHashMap<>();
        figures.put(Measure.MAE, absolute(sums, tally.rowsPerWeight()));
        figures.put(Measure.RMSE, rmse(sums, rows));
        figures.put(
                Measure.MEAN_RESIDUAL,
                mean(sums.meanResidual(), variance(sums.meanResidual(), meanSquare), rows, Scale.LINEAR));
        figures.put(
                Measure.MEAN_PREDICTION, mean(sums.meanPrediction(), sums.varianceOfPredictions(), rows, Scale.LINEAR));
        figures.put(Measure.MEAN_LABEL, mean(sums.meanLabel(), sums.varianceOfLabels(), rows, Scale.LINEAR));
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
        double mean = sums.meanAbsolute();
        return mean(mean, variance(mean, sums.meanSquare()), sums.weight() * rowsPerWeight, Scale.LOGARITHM);
    }

    /** Student's interval (1908): the variance is known from the same rows. */
    private static Estimate mean(double mean, double variance, double rows, Scale scale) {
        return new Approximate(mean, Math.sqrt(variance / (rows - 1)), scale, rows - 1);
    }

    /**
     * Delta method on ln A of the mean squared residual A, of variance (κ − 1)/n, with Student's quantile. What few rows show of the kurtosis κ is too
     * little, mostly; it is at least that of an exponential power distribution with the same ratio of mean absolute to root mean squared residual. ln A of
     * few rows is low on average, by (κ − 1)/2n to the second order: the interval is about what makes up for it.
     */
    private static Estimate rmse(ResidualSums sums, double rows) {
        double meanSquare = sums.meanSquare();
        double rmse = Math.sqrt(meanSquare);
        double kurtosis = Math.max(
                sums.meanFourthPower() / (meanSquare * meanSquare),
                ExponentialPower.kurtosis(sums.meanAbsolute() / rmse));
        double unlike = Math.max(0, kurtosis - 1);
        double center = rmse * Math.exp(unlike / (4 * rows));
        return new Smoothed(
                rmse, new Approximate(center, center * Math.sqrt(unlike / (rows - 1)) / 2, Scale.LOGARITHM, rows - 1));
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
