package io.lepton.fairness.estimate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The mean of several figures; its interval is made of theirs and of how their errors go together (Zou and Donner 2008).
 *
 * @param of none: an undefined mean
 * @param correlations of each one's error with each one's
 */
public record Mean(List<? extends Estimate> of, double[][] correlations) implements Estimate {
    public Mean {
        of = List.copyOf(of);
    }

    /** Of figures of different rows. */
    public Mean(List<? extends Estimate> of) {
        this(of, unrelated(of.size()));
    }

    private static double[][] unrelated(int size) {
        double[][] correlations = new double[size][size];
        for (int i = 0; i < size; i++) {
            correlations[i][i] = 1;
        }
        return correlations;
    }

    @Override
    public double value() {
        return of.stream().mapToDouble(Estimate::value).average().orElse(Double.NaN);
    }

    @Override
    public double standardError() {
        return together(Estimate::standardError);
    }

    @Override
    public Interval interval(double confidence) {
        return new Interval(
                value()
                        - together(
                                each -> each.value() - each.interval(confidence).low()),
                value() + together(each -> each.interval(confidence).high() - each.value()));
    }

    /** Of the mean, of what all have of their own; NaN where one of them is. */
    private double together(ToDoubleFunction<Estimate> part) {
        double[] parts = of.stream().mapToDouble(part).toArray();
        double squares = 0;
        for (int i = 0; i < parts.length; i++) {
            for (int j = 0; j < parts.length; j++) {
                squares += correlations[i][j] * parts[i] * parts[j];
            }
        }
        // Correlations of a sample may leave a little less than nothing.
        return Math.sqrt(Math.max(0, squares)) / parts.length;
    }
}
