package io.lepton.fairness.estimate;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * A figure that is about normally distributed on a scale (delta method).
 *
 * @param standardError of the value itself, not of its logarithm
 * @param degreesOfFreedom of Student's distribution, where the standard error is itself estimated of few rows; infinite: the normal one
 */
public record Approximate(double value, double standardError, Scale scale, double degreesOfFreedom)
        implements Estimate {

    public Approximate(double value, double standardError, Scale scale) {
        this(value, standardError, scale, Double.POSITIVE_INFINITY);
    }

    /** On which the interval is symmetric. */
    public enum Scale {
        LINEAR,
        /** Positive values: the interval stays above 0. */
        LOGARITHM,
        /** Values between 0 and 1: the interval stays between them. */
        LOG_ODDS,
        /** Values below 1: the interval stays below it; on the logarithm of the distance from 1. */
        BELOW_ONE
    }

    @Override
    public Interval interval(double confidence) {
        double reach = quantile(confidence) * standardError;
        if (Double.isNaN(value) || Double.isNaN(reach)) {
            return Interval.UNKNOWN;
        }
        return switch (scale) {
            case LINEAR -> new Interval(value - reach, value + reach);
            case LOGARITHM -> value <= 0
                    ? Interval.UNKNOWN
                    : new Interval(value * Math.exp(-reach / value), value * Math.exp(reach / value));
            case LOG_ODDS -> logOdds(reach);
            case BELOW_ONE -> belowOne(reach);
        };
    }

    private double quantile(double confidence) {
        return Double.isInfinite(degreesOfFreedom) || !(degreesOfFreedom > 0)
                ? Normal.z(confidence)
                : new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability((1 + confidence) / 2);
    }

    private Interval belowOne(double reach) {
        double distance = 1 - value;
        return distance <= 0
                ? Interval.UNKNOWN
                : new Interval(1 - distance * Math.exp(reach / distance), 1 - distance * Math.exp(-reach / distance));
    }

    private Interval logOdds(double reach) {
        if (value <= 0 || value >= 1) {
            return Interval.UNKNOWN;
        }
        double center = Math.log(value / (1 - value));
        double half = reach / (value * (1 - value));
        return new Interval(1 / (1 + Math.exp(half - center)), 1 / (1 + Math.exp(-half - center)));
    }
}
