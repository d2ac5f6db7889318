package io.lepton.privacy.noise;

/**
 * Laplace noise on a fine grid: (ε, 0)-differentially private for any two values within the bounds (Dwork, McSherry, Nissim, Smith,
 * 2006).
 */
public record LaplaceMechanism(Grid grid, GeometricNoise noise) implements ValueMechanism {
    private static final int CELL_BITS = 20;

    /** @throws io.lepton.error.LeptonException configuration, if ε or the bounds are out of range */
    public static LaplaceMechanism between(double lower, double upper, double epsilon) {
        Grid grid = Grid.between(lower, upper, CELL_BITS);
        return new LaplaceMechanism(grid, GeometricNoise.of(grid.width(), epsilon));
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
