package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.ResidualSums;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Approximate.Scale;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.ExponentialPower;
import io.lepton.fairness.estimate.Mapped;
import io.lepton.fairness.estimate.Proportion;
import io.lepton.fairness.estimate.Skewed;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures of labels and predictions that are quantities, in the label's unit. */
public final class RegressionMeasures implements Measures {
    /** Mean absolute to root mean squared value of a normal distribution about 0. */
    private static final double RATIO_OF_NORMAL = Math.sqrt(2 / Math.PI);

    private static final double LEAST_VARIED = 1e-6;

    @Override
    public Map<String, Estimate> of(GroupTally tally) {
        ResidualSums sums = tally.residuals();
        double rows = sums.weight() * tally.rowsPerWeight();
        Map<Measure, Estimate> figures = new LinkedHashMap<>();
        figures.put(Measure.MAE, absolute(sums, tally.rowsPerWeight()));
        figures.put(Measure.RMSE, rmse(sums, rows));
        figures.put(
                Measure.MEAN_RESIDUAL,
                mean(sums.meanResidual(), sums.meanSquare(), sums.meanCube(), rows)
                        .ifSkewed());
        figures.put(
                Measure.MEAN_PREDICTION,
                Skewed.of(sums.meanPrediction(), sums.varianceOfPredictions(), sums.meanCubeOfPredictions(), rows)
                        .ifSkewed());
        figures.put(
                Measure.MEAN_LABEL,
                Skewed.of(sums.meanLabel(), sums.varianceOfLabels(), sums.meanCubeOfLabels(), rows)
                        .ifSkewed());
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
        return mean(sums.meanAbsolute(), sums.meanSquare(), sums.meanAbsoluteCube(), sums.weight() * rowsPerWeight);
    }

    /** A mean of values whose mean square and cube are known; what is left of the cubes of values that are all far from 0 tells nothing. */
    private static Skewed mean(double mean, double meanSquare, double meanCube, double rows) {
        double variance = meanSquare - mean * mean;
        double thirdMoment = meanCube - 3 * mean * meanSquare + 2 * mean * mean * mean;
        return Skewed.of(mean, variance, variance > LEAST_VARIED * meanSquare ? thirdMoment : 0, rows);
    }

    /**
     * The root of the mean squared residual, whose variance the fourth powers tell. What few rows show of them is too little, mostly, where residuals are
     * heavy-tailed: then the variance is taken halfway to that of an exponential power distribution with the same ratio of mean absolute to root mean squared
     * residual (by simulation).
     */
    private static Estimate rmse(ResidualSums sums, double rows) {
        double meanSquare = sums.meanSquare();
        Skewed found = mean(meanSquare, sums.meanFourthPower(), sums.meanSixthPower(), rows);
        double ratio = sums.meanAbsolute() / Math.sqrt(meanSquare);
        double variance = found.standardError() * found.standardError();
        double heavy = ratio < RATIO_OF_NORMAL
                ? meanSquare * meanSquare * (ExponentialPower.kurtosis(ratio) - 1) / (rows - 1)
                : 0;
        double error = Math.sqrt((variance + Math.max(variance, heavy)) / 2);
        return Mapped.root(new Skewed(meanSquare, error, found.skewness(), rows));
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
