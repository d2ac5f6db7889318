package io.lepton.inference;

import java.util.Objects;

/**
 * Up to {@value #ROWS} rows of features, a column after the other, so that what looks at one feature of all rows reads memory in order.
 * NaN is missing. One thread fills a block and evaluates it, then fills it again: nothing is allocated for a row.
 */
public final class FeatureBlock {
    /** So many that what is looked up once for a tree pays, so few that a block's bits fit the second-level cache. */
    public static final int ROWS = 256;

    private final int features;
    private final double[] values;
    private int rows;

    public FeatureBlock(int features) {
        this.features = features;
        this.values = new double[features * ROWS];
    }

    public int features() {
        return features;
    }

    public int rows() {
        return rows;
    }

    /**
     * Says how many rows the block holds; their values are those that were set before.
     *
     * @param count 0 to {@value #ROWS}
     */
    public void resize(int count) {
        rows = Objects.checkIndex(count, ROWS + 1);
    }

    public void set(int row, int feature, double value) {
        values[feature * ROWS + row] = value;
    }

    public double value(int row, int feature) {
        return values[feature * ROWS + row];
    }

    /** All values: feature f of row r is at {@code f * ROWS + r}. Whoever has columns writes them here at once. */
    public double[] values() {
        return values;
    }

    /** Takes rows from a matrix that holds them one after the other. */
    public void copyRows(float[] matrix, int firstRow, int count) {
        resize(count);
        for (int feature = 0; feature < features; feature++) {
            int to = feature * ROWS;
            int from = firstRow * features + feature;
            for (int row = 0; row < count; row++) {
                values[to + row] = matrix[from];
                from += features;
            }
        }
    }
}
