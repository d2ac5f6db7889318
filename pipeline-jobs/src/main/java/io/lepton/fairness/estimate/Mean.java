package io.lepton.fairness.estimate;

/** The mean of two figures of different rows; its interval is made of theirs (Zou and Donner 2008). */
public record MeanOfTwo(Estimate first, Estimate second) implements Estimate {
    @Override
    public double value() {
        return (first.value() + second.value()) / 2;
    }

    @Override
    public double standardError() {
        return Math.hypot(first.standardError(), second.standardError()) / 2;
    }

    @Override
    public Interval interval(double confidence) {
        Interval one = first.interval(confidence);
        Interval two = second.interval(confidence);
        return new Interval(
                value() - Math.hypot(first.value() - one.low(), second.value() - two.low()) / 2,
                value() + Math.hypot(one.high() - first.value(), two.high() - second.value()) / 2);
    }
}
