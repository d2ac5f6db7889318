package io.lepton.privacy.aggregate;

/** From where to where a result may lie, both ends included. */
public record Interval(double low, double high) {
    /** As far to either side. */
    public static Interval around(double value, double margin) {
        return new Interval(value - margin, value + margin);
    }
}
