package io.lepton.fairness;

import io.lepton.fairness.estimate.Interval;

/** A figure that is held against bounds. */
record GateFigure(double value, Interval interval) {
    static final GateFigure UNKNOWN = new GateFigure(Double.NaN, Interval.UNKNOWN);

    static GateFigure of(GroupMetrics group, String measure) {
        return new GateFigure(group.metric(measure), group.interval(measure));
    }

    /**
     * By how much it is larger than another. Both are of the same rows, so that they rather rise and fall together; the interval takes them
     * for independent, and is then rather too wide (Zou and Donner 2008).
     */
    GateFigure less(GateFigure other) {
        double difference = value - other.value;
        double down = Math.hypot(value - interval.low(), other.interval.high() - other.value);
        double up = Math.hypot(interval.high() - value, other.value - other.interval.low());
        Interval range = interval.isKnown() && other.interval.isKnown()
                ? new Interval(difference - down, difference + up)
                : Interval.UNKNOWN;
        return new GateFigure(difference, range);
    }

    /** How far it is inside the bounds; below 0 if outside, and lowest if it could not be measured. */
    double slack(Gate gate) {
        boolean byInterval = gate.judgedBy() == Gate.JudgedBy.INTERVAL;
        double low = byInterval ? interval.low() : value;
        double high = byInterval ? interval.high() : value;
        double slack = Math.min(
                gate.atLeast().map(bound -> low - bound).orElse(Double.POSITIVE_INFINITY),
                gate.atMost().map(bound -> bound - high).orElse(Double.POSITIVE_INFINITY));
        return Double.isNaN(slack) || Double.isNaN(value) ? Double.NEGATIVE_INFINITY : slack;
    }
}
