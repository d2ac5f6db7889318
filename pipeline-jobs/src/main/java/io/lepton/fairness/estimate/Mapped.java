package io.lepton.fairness.estimate;

import java.util.function.DoubleUnaryOperator;

/**
 * A rising function of a figure; the ends of its interval are the function's values at that figure's.
 *
 * @param slope the function's derivative
 */
public record Mapped(Estimate of, DoubleUnaryOperator function, DoubleUnaryOperator slope) implements Estimate {
    /** F1 = 2J / (1 + J), where J is the share of true positives among all but the true negatives. */
    public static Mapped f1(Proportion jaccard) {
        return new Mapped(jaccard, j -> 2 * j / (1 + j), j -> 2 / ((1 + j) * (1 + j)));
    }

    /** The odds p / (1 − p). */
    public static Mapped odds(Proportion share) {
        return new Mapped(share, p -> p / (1 - p), p -> 1 / ((1 - p) * (1 - p)));
    }

    /** √x; 0 below 0. */
    public static Mapped root(Estimate square) {
        return new Mapped(square, x -> Math.sqrt(Math.max(0, x)), x -> .5 / Math.sqrt(x));
    }

    @Override
    public double value() {
        return function.applyAsDouble(of.value());
    }

    @Override
    public double standardError() {
        return slope.applyAsDouble(of.value()) * of.standardError();
    }

    @Override
    public Interval interval(double confidence) {
        Interval interval = of.interval(confidence);
        return new Interval(function.applyAsDouble(interval.low()), function.applyAsDouble(interval.high()));
    }

    @Override
    public Estimate tested() {
        return of;
    }
}
