package io.lepton.fairness.slices;

import java.io.Serial;
import java.io.Serializable;

/** Rows, sums, sums of squares and maxima of losses, for many slices at once. Sums of parts of the rows add up. */
final class LossSums implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long[] rows;
    private final double[] sums;
    private final double[] squares;
    private final double[] largest;
    private final double center;

    /** @param center a number near the losses' mean: squares are taken from there, which keeps their digits */
    LossSums(int slices, double center) {
        this.rows = new long[slices];
        this.sums = new double[slices];
        this.squares = new double[slices];
        this.largest = new double[slices];
        this.center = center;
    }

    void add(int slice, double loss) {
        double difference = loss - center;
        rows[slice]++;
        sums[slice] += difference;
        squares[slice] += difference * difference;
        largest[slice] = Math.max(largest[slice], loss);
    }

    LossSums plus(LossSums other) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] += other.rows[i];
            sums[i] += other.sums[i];
            squares[i] += other.squares[i];
            largest[i] = Math.max(largest[i], other.largest[i]);
        }
        return this;
    }

    Stats of(int slice) {
        return new Stats(rows[slice], sums[slice], squares[slice], largest[slice], center);
    }

    /**
     * Losses of one slice.
     *
     * @param sum of differences from the center; {@code squares} likewise
     */
    record Stats(long rows, double sum, double squares, double largest, double center) {

        double mean() {
            return center + sum / rows;
        }

        double total() {
            return sum + center * rows;
        }

        /** Unbiased. */
        double variance() {
            return Math.max(0, (squares - sum * sum / rows) / (rows - 1));
        }

        /** The other rows of all. */
        Stats rest(Stats all) {
            return new Stats(all.rows - rows, all.sum - sum, all.squares - squares, all.largest, center);
        }
    }
}
