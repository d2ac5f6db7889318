package io.lepton.cli.bench.quality;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure that was measured several times, with other seeds or on other splits.
 *
 * @param times that it was measured
 * @param deviation standard deviation of the sample, 0 of one
 */
public record Spread(int times, double mean, double deviation) {
    /** @param trials one or more */
    public static <T> Spread of(List<T> trials, ToDoubleFunction<T> measure) {
        double mean = trials.stream().mapToDouble(measure).average().orElseThrow();
        double squares = trials.stream()
                .mapToDouble(measure)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new Spread(trials.size(), mean, trials.size() < 2 ? 0 : Math.sqrt(squares / (trials.size() - 1)));
    }

    /** Standard error of the mean where each trial has rows of its own. */
    public double standardError() {
        return deviation / Math.sqrt(times);
    }

    /**
     * Standard error of the mean where each trial splits the same rows anew: trials share rows that are trained on, so that they say less
     * than as many on rows of their own (Nadeau and Bengio, 2003: deviation · √(1/times + held out / trained on)).
     *
     * @param heldOut share of rows that are not trained on
     */
    double standardErrorOfSplits(double heldOut) {
        return deviation * Math.sqrt(1.0 / times + heldOut / (1 - heldOut));
    }
}
