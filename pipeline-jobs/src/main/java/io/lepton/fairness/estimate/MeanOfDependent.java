package io.lepton.fairness.estimate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The mean of figures of the same rows, of which nobody knows how their errors go together: at worst one way all, and its interval is the mean of theirs
 * (Zou and Donner 2008, with correlations of 1). It is too wide where they do not.
 *
 * @param of none: an undefined mean
 */
public record MeanOfDependent(List<? extends Estimate> of) implements Estimate {
    public MeanOfDependent {
        of = List.copyOf(of);
    }

    @Override
    public double value() {
        return mean(Estimate::value);
    }

    @Override
    public double standardError() {
        return mean(Estimate::standardError);
    }

    @Override
    public Interval interval(double confidence) {
        return of.isEmpty()
                ? Interval.UNKNOWN
                : new Interval(mean(each -> each.interval(confidence).low()), mean(each -> each.interval(confidence)
                        .high()));
    }

    private double mean(ToDoubleFunction<Estimate> part) {
        return of.stream().mapToDouble(part).average().orElse(Double.NaN);
    }
}
