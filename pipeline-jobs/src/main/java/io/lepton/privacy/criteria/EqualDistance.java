package io.lepton.privacy.criteria;

/** All values are equally far from each other: ½·Σ|p − q|. */
public record EqualDistance() implements Distance {
    @Override
    public double of(double[] differences) {
        double sum = 0;
        for (double difference : differences) {
            sum += Math.abs(difference);
        }
        return sum / 2;
    }
}
