package io.lepton.privacy.noise;

import io.lepton.error.LeptonException;

/**
 * Two-sided geometric noise for integers: (ε, 0)-differentially private for any two integers within the bounds. Fractions are rounded to
 * the nearest integer first.
 */
public record GeometricMechanism(Grid grid, GeometricNoise noise) implements ValueMechanism {
    private static final long LARGEST_BOUND = 1L << 50;

    /** @throws LeptonException configuration, if ε or the bounds are out of range */
    public static GeometricMechanism between(long lower, long upper, double epsilon) {
        if (lower >= upper || lower < -LARGEST_BOUND || upper > LARGEST_BOUND) {
            throw LeptonException.configuration("Cannot add noise: the bounds are " + lower + " and " + upper
                    + ". Two integers of at most 2^50 are needed, the lower one first.");
        }
        Grid integers = new Grid(lower, upper, 0);
        return new GeometricMechanism(integers, GeometricNoise.of(integers.width(), epsilon));
    }

    @Override
    public double noisy(double value, RandomBits bits) {
        return noise.added(grid.cell(value), bits);
    }

    @Override
    public double standardDeviation() {
        return noise.standardDeviation();
    }

    @Override
    public double margin(double confidence) {
        return noise.margin(confidence);
    }
}
