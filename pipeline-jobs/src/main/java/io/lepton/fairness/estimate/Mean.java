package io.lepton.fairness.estimate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The mean of figures of different rows; its interval is made of theirs (Zou and Donner 2008).
 *
 * @param of none: an undefined mean
 */
public record Mean(List<? extends Estimate> of) implements Estimate {
    public Mean {
        of = List.copyOf(of);
    }

    @Override
    public double value() {
        return of.stream().mapToDouble(Estimate::value).average().orElse(Double.NaN);
    }

    @Override
    public double standardError() {
        return rootOfSquares(Estimate::standardError);
    }

    @Override
    public Interval interval(double confidence) {
        if (of.isEmpty()) {
            return Interval.UNKNOWN;
        }
        return new Interval(
                value()
                        - rootOfSquares(
                                each -> each.value() - each.interval(confidence).low()),
                value() + rootOfSquares(each -> each.interval(confidence).high() - each.value()));
    }

    private double rootOfSquares(ToDoubleFunction<Estimate> part) {
        double squares =
                of.stream().mapToDouble(part).map(value -> value * value).sum();
        return Math.sqrt(squares) / of.size();
    }
}
