package io.lepton.fairness.estimate;

/**
 * What counts would be expected, were there no distance, or a smaller or larger one than was found: hypotheses on one line.
 *
 * <p>A line has a direction, which what was found gives only as far as it is more than chance.
 */
@FunctionalInterface
public interface Alternatives {
    /**
     * @param share 0: no distance; near 1: about as far as was found; above 1: farther
     * @return one a cell, not negative
     */
    double[] expected(double share);
}
