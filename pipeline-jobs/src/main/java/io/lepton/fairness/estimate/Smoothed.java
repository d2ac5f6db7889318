package io.lepton.fairness.estimate;

/**
 * A figure whose interval is about another value: mostly that of smoothed counts, as a few rows more, spread over what was possible, keep it honest
 * where counts are small (Agresti and Coull 1998).
 *
 * @param value of the rows as they are
 * @param smoothed the same figure of the smoothed counts, or less its bias
 */
public record Smoothed(double value, Approximate smoothed) implements Estimate {
    @Override
    public double standardError() {
        return smoothed.standardError();
    }

    /** Holds the value, too. */
    @Override
    public Interval interval(double confidence) {
        Interval interval = smoothed.interval(confidence);
        return Double.isNaN(value) || !interval.isKnown()
                ? Interval.UNKNOWN
                : new Interval(Math.min(value, interval.low()), Math.max(value, interval.high()));
    }
}
