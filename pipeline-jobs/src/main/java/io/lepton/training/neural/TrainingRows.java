package io.lepton.training.neural;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/**
 * Encoded rows in flat buffers, some thousands of rows a buffer: a code a feature (see {@link Encoding}), or only those that aren't zero
 * where most are. No object a row, and nothing that is copied as they grow. What memory has no place for is on disk (see
 * {@link RowMemory}).
 */
final class TrainingRows {
    private static final int ROWS_PER_BLOCK = 4096;

    /** A row that is kept sparsely takes two numbers a value. */
    private static final double SPARSE_BELOW = 0.5;

    private final Encoding encoding;
    private final RowWeights rowWeights;
    private final RowMemory memory;
    private final float[] zeroCodes;
    private final List<Block> blocks = new ArrayList<>();
    private final Filling filling = new Filling();
    private int rows;

    TrainingRows(Encoding encoding, RowWeights rowWeights, RowMemory memory) {
        this.encoding = encoding;
        this.rowWeights = rowWeights;
        this.memory = memory;
        this.zeroCodes = encoding.zeroCodes();
    }

    int size() {
        return rows;
    }

    int features() {
        return zeroCodes.length;
    }

    void add(Vector features, double label, double weight) {
        if (features instanceof SparseVector sparse) {
            int[] indices = sparse.indices();
            double[] values = sparse.values();
            for (int i = 0; i < values.length; i++) {
                filling.add(indices[i], values[i]);
            }
        } else {
            double[] values = features.toArray();
            for (int i = 0; i < values.length; i++) {
                filling.add(i, values[i]);
            }
        }
        filling.endRow((float) encoding.scaling().standardizedLabel(label), (float) rowWeights.of(label, weight));
        rows = Math.addExact(rows, 1);
        if (rows % ROWS_PER_BLOCK == 0) {
            blocks.add(filling.block());
        }
    }

    /** Ends the adding of rows. */
    TrainingRows complete() {
        if (filling.rows > 0) {
            blocks.add(filling.block());
        }
        return this;
    }

    /** A class's number, or a number's standardized value. */
    float label(int row) {
        return blocks.get(row / ROWS_PER_BLOCK).labels[row % ROWS_PER_BLOCK];
    }

    /** 1 on average over all training rows. */
    float weight(int row) {
        return blocks.get(row / ROWS_PER_BLOCK).weights[row % ROWS_PER_BLOCK];
    }

    /** Writes all codes of a row. */
    void write(int row, float[] into, int at) {
        Block block = blocks.get(row / ROWS_PER_BLOCK);
        int place = row % ROWS_PER_BLOCK;
        if (block.starts.length == 0) {
            block.codes.get(place * zeroCodes.length, into, at, zeroCodes.length);
            return;
        }
        System.arraycopy(zeroCodes, 0, into, at, zeroCodes.length);
        for (int i = block.starts[place]; i < block.starts[place + 1]; i++) {
            into[at + block.features.get(i)] = block.codes.get(i);
        }
    }

    /**
     * Rows that lie together.
     *
     * @param starts where each row's codes begin, and the last one's end; none: every row has all codes
     * @param features of each code; none when every row has all
     */
    private record Block(float[] labels, float[] weights, int[] starts, IntBuffer features, FloatBuffer codes) {}

    /** The block that rows are added to. */
    private final class Filling {
        private final int[] starts = new int[ROWS_PER_BLOCK + 1];
        private final float[] labels = new float[ROWS_PER_BLOCK];
        private final float[] weights = new float[ROWS_PER_BLOCK];
        private int[] features = new int[ROWS_PER_BLOCK];
        private float[] codes = new float[ROWS_PER_BLOCK];
        private int filled;
        private int rows;

        void add(int feature, double value) {
            if (value == 0) {
                return;
            }
            if (filled == codes.length) {
                features = Arrays.copyOf(features, Math.multiplyExact(filled, 2));
                codes = Arrays.copyOf(codes, features.length);
            }
            features[filled] = feature;
            codes[filled++] = (float) encoding.code(feature, value);
        }

        void endRow(float label, float weight) {
            labels[rows] = label;
            weights[rows] = weight;
            starts[++rows] = filled;
        }

        Block block() {
            long all = (long) rows * zeroCodes.length;
            boolean sparse = filled < SPARSE_BELOW * all || all > Integer.MAX_VALUE;
            Block block = new Block(
                    Arrays.copyOf(labels, rows),
                    Arrays.copyOf(weights, rows),
                    sparse ? Arrays.copyOf(starts, rows + 1) : new int[0],
                    sparse ? memory.ints(features, filled) : IntBuffer.allocate(0),
                    sparse ? memory.floats(codes, filled) : memory.floats(dense((int) all), (int) all));
            rows = 0;
            filled = 0;
            return block;
        }

        private float[] dense(int size) {
            float[] dense = new float[size];
            for (int row = 0; row < rows; row++) {
                int begin = row * zeroCodes.length;
                System.arraycopy(zeroCodes, 0, dense, begin, zeroCodes.length);
                for (int i = starts[row]; i < starts[row + 1]; i++) {
                    dense[begin + features[i]] = codes[i];
                }
            }
            return dense;
        }
    }
}
