package io.lepton.privacy.noise;

import io.lepton.error.LeptonException;
import java.io.Serializable;

/**
 * The multiples of a power of two between two bounds: real values as integers ("cells"), without which no noise is exact.
 *
 * @param lowest the lower bound's cell
 * @param highest the upper bound's cell
 * @param exponent cells are 2^exponent apart
 */
public record Grid(long lowest, long highest, int exponent) implements Serializable {
    private static final int LARGEST_CELL_BITS = 50;

    public Grid {
        if (lowest >= highest) {
            throw new IllegalArgumentException("Cannot use a grid from cell " + lowest + " to cell " + highest + ".");
        }
    }

    /**
     * At least 2^bits cells between the bounds, fewer than twice that, and less where the bounds are so far from zero that doubles lie no
     * closer. The bounds themselves move to the nearest cells.
     *
     * @param bits 1 to 40
     */
    public static Grid between(double lower, double upper, int bits) {
        PrivacyParameters.requireBounds(lower, upper);
        int finest = Math.getExponent(Math.max(Math.abs(lower), Math.abs(upper))) + 1 - LARGEST_CELL_BITS;
        // Subnormal numbers are no place for noise.
        int exponent = Math.max(Math.max(Math.getExponent(upper - lower) - bits, finest), Double.MIN_EXPONENT);
        long lowest = cell(lower, exponent);
        long highest = cell(upper, exponent);
        if (lowest >= highest) {
            throw LeptonException.configuration("Cannot add noise: the bounds " + lower + " and " + upper
                    + " lie too close together for numbers of their size. Widen them.");
        }
        return new Grid(lowest, highest, exponent);
    }

    /** The cell nearest to a value after clamping it to the bounds; not-a-number counts as the lower bound. */
    public long cell(double value) {
        if (Double.isNaN(value)) {
            return lowest;
        }
        double scaled = Math.rint(Math.scalb(value, -exponent));
        return scaled <= lowest ? lowest : scaled >= highest ? highest : (long) scaled;
    }

    /** The value of a cell, which may lie outside of the bounds. */
    public double value(long cell) {
        return Math.scalb((double) cell, exponent);
    }

    /** By how many cells two values within the bounds can differ. */
    public long width() {
        return highest - lowest;
    }

    /** The most cells that a value within the bounds is away from zero. */
    public long reach() {
        return Math.max(Math.abs(lowest), Math.abs(highest));
    }

    private static long cell(double value, int exponent) {
        return (long) Math.rint(Math.scalb(value, -exponent));
    }
}
