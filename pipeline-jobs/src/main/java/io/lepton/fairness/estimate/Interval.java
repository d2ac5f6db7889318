package io.lepton.fairness.estimate;

/** A confidence interval. Both ends are NaN where none is known. */
public record Interval(double low, double high) {
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    public boolean isKnown() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }
}
