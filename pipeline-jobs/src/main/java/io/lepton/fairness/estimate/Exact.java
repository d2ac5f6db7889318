package io.lepton.fairness.estimate;

/** A figure whose uncertainty is not known. */
public record Exact(double value) implements Estimate {
    @Override
    public double standardError() {
        return Double.NaN;
    }

    @Override
    public Interval interval(double confidence) {
        return Interval.UNKNOWN;
    }
}
