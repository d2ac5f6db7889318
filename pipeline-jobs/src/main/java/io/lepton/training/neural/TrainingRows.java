package io.lepton.training.neural;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/**
 * Standardized rows in flat arrays, some thousands of rows an array, only what isn't zero in them: 8 bytes a value, no object a row, and
 * nothing that is copied as they grow. A value that was missing is kept, as z = 0.
 */
final class TrainingRows implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int ROWS_PER_BLOCK = 4096;

    private final Scaling scaling;
    private final double meanWeight;
    private final List<Block> blocks = new ArrayList<>();
    private int rows;

    /** @param meanWeight of all training rows: weights are kept as multiples of it, so that the learning rate needs no knowledge of them */
    TrainingRows(Scaling scaling, double meanWeight) {
        this.scaling = scaling;
        this.meanWeight = meanWeight;
    }

    Scaling scaling() {
        return scaling;
    }

    int size() {
        return rows;
    }

    void add(Vector features, double label, double weight) {
        if (rows % ROWS_PER_BLOCK == 0) {
            if (!blocks.isEmpty()) {
                blocks.get(blocks.size() - 1).trim();
            }
            blocks.add(new Block());
        }
        Block block = blocks.get(blocks.size() - 1);
        int row = rows % ROWS_PER_BLOCK;
        if (features instanceof SparseVector sparse) {
            int[] indices = sparse.indices();
            double[] values = sparse.values();
            for (int i = 0; i < values.length; i++) {
                block.add(indices[i], values[i], scaling);
            }
        } else {
            double[] values = features.toArray();
            for (int i = 0; i < values.length; i++) {
                block.add(i, values[i], scaling);
            }
        }
        block.starts[row + 1] = block.filled;
        block.labels[row] = (float) scaling.standardizedLabel(label);
        block.weights[row] = (float) (weight / meanWeight);
        rows = Math.addExact(rows, 1);
    }

    /** A class's number, or a number's standardized value. */
    float label(int row) {
        return block(row).labels[row % ROWS_PER_BLOCK];
    }

    /** 1 on average over all training rows. */
    float weight(int row) {
        return block(row).weights[row % ROWS_PER_BLOCK];
    }

    /** Calls the visitor for each value that was not zero. */
    void visit(int row, Visitor visitor) {
        Block block = block(row);
        int end = block.starts[row % ROWS_PER_BLOCK + 1];
        for (int i = block.starts[row % ROWS_PER_BLOCK]; i < end; i++) {
            visitor.value(block.features[i], block.values[i]);
        }
    }

    /** Writes a row's values over those of a row of zeros, which stand in the array already. */
    void write(int row, float[] into, int offset) {
        Block block = block(row);
        int end = block.starts[row % ROWS_PER_BLOCK + 1];
        for (int i = block.starts[row % ROWS_PER_BLOCK]; i < end; i++) {
            into[offset + block.features[i]] = block.values[i];
        }
    }

    private Block block(int row) {
        return blocks.get(row / ROWS_PER_BLOCK);
    }

    /** Takes a feature and its standardized value. */
    interface Visitor {
        void value(int feature, float standardized);
    }

    /** Up to {@link #ROWS_PER_BLOCK} rows: where each begins, and the features and values of all. */
    private static final class Block implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int[] starts = new int[ROWS_PER_BLOCK + 1];
        private final float[] labels = new float[ROWS_PER_BLOCK];
        private final float[] weights = new float[ROWS_PER_BLOCK];
        private int[] features = new int[ROWS_PER_BLOCK];
        private float[] values = new float[ROWS_PER_BLOCK];
        private int filled;

        void add(int feature, double value, Scaling scaling) {
            if (value == 0) {
                return;
            }
            if (filled == values.length) {
                resize(Math.multiplyExact(filled, 2));
            }
            features[filled] = feature;
            values[filled++] = (float) scaling.standardized(feature, value);
        }

        void trim() {
            resize(filled);
        }

        private void resize(int size) {
            features = Arrays.copyOf(features, size);
            values = Arrays.copyOf(values, size);
        }
    }
}
