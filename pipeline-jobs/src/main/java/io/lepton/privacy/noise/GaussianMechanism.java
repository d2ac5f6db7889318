package io.lepton.privacy.noise;

/** Gaussian noise on a fine grid: (ε, δ)-differentially private for any two values within the bounds, see {@link GaussianNoise}. */
public record GaussianMechanism(Grid grid, GaussianNoise noise) implements ValueMechanism {
    /** σ must stay below 2^27 cells for small ε, and above a thousand for large ones. */
    private static final int MOST_CELL_BITS = 20;

    private static final int SIGMA_BITS = 24;

    /** @throws io.lepton.error.LeptonException configuration, if ε, δ or the bounds are out of range */
    public static GaussianMechanism between(double lower, double upper, double epsilon, double delta) {
        PrivacyParameters.requireEpsilon(epsilon);
        PrivacyParameters.requireDelta(delta);
        int magnitude = Math.max(0, Math.getExponent(GaussianCalibration.sigma(epsilon, delta)));
        Grid grid = Grid.between(lower, upper, Math.min(MOST_CELL_BITS, Math.max(1, SIGMA_BITS - magnitude)));
        return new GaussianMechanism(grid, GaussianNoise.of(grid.width(), epsilon, delta));
    }

    @Override
    public double noisy(double value, RandomBits bits) {
        return grid.value(noise.added(grid.cell(value), bits));
    }

    @Override
    public double standardDeviation() {
        return Math.scalb(noise.standardDeviation(), grid.exponent());
    }

    @Override
    public double margin(double confidence) {
        return Math.scalb(noise.margin(confidence), grid.exponent());
    }
}
