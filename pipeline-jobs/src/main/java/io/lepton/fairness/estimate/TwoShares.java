package io.lepton.fairness.estimate;

import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * A function of two shares that vary independently: how many rows are of a kind, and how many of those are of one of two sorts.
 *
 * <p>The interval is the range of the function over all pairs of shares whose joint score statistic, the sum of both squares, is not above the
 * normal quantile's: where one share is Wilson's end, the other is as it was found. It holds its level where few rows are of the kind, and does
 * not ask the function to rise in either share.
 *
 * @param value of the function at both shares
 * @param share of all rows
 * @param sort share among them; unknown where there are none
 * @param function of both; NaN where it is undefined
 */
public record TwoShares(double value, Proportion share, Proportion sort, DoubleBinaryOperator function)
        implements Estimate {
    /** Points around the edge of the pairs. */
    private static final int POINTS = 48;

    private static final double STEP = 1e-6;

    /** Delta method. */
    @Override
    public double standardError() {
        if (!(sort.trials() > 0)) {
            return share.trials() > 0 ? 0 : Double.NaN;
        }
        double p = share.value();
        double q = sort.value();
        double byShare =
                slope(function.applyAsDouble(inside(p + STEP), q), function.applyAsDouble(inside(p - STEP), q), p);
        double bySort =
                slope(function.applyAsDouble(p, inside(q + STEP)), function.applyAsDouble(p, inside(q - STEP)), q);
        return Math.hypot(byShare * share.standardError(), bySort * sort.standardError());
    }

    private static double slope(double above, double below, double at) {
        return (above - below) / (inside(at + STEP) - inside(at - STEP));
    }

    private static double inside(double share) {
        return Math.max(0, Math.min(1, share));
    }

    @Override
    public Interval interval(double confidence) {
        if (!(share.trials() > 0) || Double.isNaN(value)) {
            return Interval.UNKNOWN;
        }
        double z = Normal.z(confidence);
        double[] around = IntStream.range(0, POINTS)
                .mapToDouble(point -> at(2 * Math.PI * point / POINTS, z))
                .filter(Double::isFinite)
                .toArray();
        double low = value;
        double high = value;
        for (double each : around) {
            low = Math.min(low, each);
            high = Math.max(high, each);
        }
        return new Interval(low, high);
    }

    private double at(double angle, double z) {
        if (!(sort.trials() > 0)) {
            // Of none the sort may be any.
            return function.applyAsDouble(share.end(z), (1 + Math.sin(angle)) / 2);
        }
        return function.applyAsDouble(share.end(z * Math.cos(angle)), sort.end(z * Math.sin(angle)));
    }
}
