package io.lepton.fairness.estimate;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * A mean of values that lie further off on one side: Student's statistic is then skewed, too, and Hall's cubic transformation (1992, "On the Removal of
 * Skewness by Transformation") takes that out.
 *
 * @param standardError by the variance of the same rows
 * @param skewness of the values: 0 makes the interval Student's
 * @param rows that the mean is of, or rows of weight 1 that would tell as much
 */
public record Skewed(double value, double standardError, double skewness, double rows) implements Estimate {
    /** What a few rows of heavy, but even, tails may show by chance, and more do little harm by: by simulation. */
    private static final double LITTLE = 1.25;

    /** Below it the transformation is the identity, up to rounding. */
    private static final double NO_SKEWNESS = 1e-6;

    private static final double ROUNDING = 1e-9;

    /**
     * Of values with a variance and a third moment about their mean, as they are among the rows.
     *
     * @param rows of 2 or less skewness is not known
     */
    public static Skewed of(double mean, double variance, double thirdMoment, double rows) {
        double spread = Math.max(0, variance);
        double skewness = spread > 0 && rows > 2
                ? thirdMoment / Math.pow(spread, 1.5) * Math.sqrt(rows * (rows - 1)) / (rows - 2)
                : 0;
        return new Skewed(mean, Math.sqrt(spread / (rows - 1)), skewness, rows);
    }

    /** The same with Student's interval where the skewness may be chance: of values that may lie on both sides, it often is. */
    public Skewed ifSkewed() {
        return Math.abs(skewness) > LITTLE ? this : new Skewed(value, standardError, 0, rows);
    }

    @Override
    public Interval interval(double confidence) {
        // One row that has a weight may count for a little less or more than one.
        if (Double.isNaN(value) || !Double.isFinite(standardError) || !(rows > 1 + ROUNDING)) {
            return Interval.UNKNOWN;
        }
        double student = new TDistribution(null, rows - 1).inverseCumulativeProbability((1 + confidence) / 2);
        return new Interval(
                value - standardError * untransformed(student), value - standardError * untransformed(-student));
    }

    private double untransformed(double quantile) {
        double slant = skewness / Math.sqrt(rows);
        return Math.abs(slant) < NO_SKEWNESS
                ? quantile
                : 3 / slant * (Math.cbrt(1 + slant * (quantile - slant / 6)) - 1);
    }
}
