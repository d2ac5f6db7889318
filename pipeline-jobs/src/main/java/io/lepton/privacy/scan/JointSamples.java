package io.lepton.privacy.scan;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A sample of the combinations of values that each of many sets of columns has; made with the first row, so that an empty one is small. */
final class JointSamples implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int CAPACITY = 4096;

    /** Rows that are put to one set after the other, so that a set's sample stays in the processor's cache. */
    private static final int BLOCK = 8192;

    /** Standard error that the share of rows singled out may have, because combinations are left out that could be kept. */
    private static final double ERROR = 0.002;

    private final int[][] sets;
    private final int columns;
    private DistinctSample[] samples = {};
    private transient long[] block = {};
    private transient long[] keys = {};
    private transient int filled;
    private long rows;

    /** @param columns that the sets are of */
    JointSamples(int[][] sets, int columns) {
        this.sets = sets;
        this.columns = columns;
    }

    /** All sets of up to {@code largest} of the columns. */
    static List<int[]> upTo(int largest, int columns) {
        List<int[]> sets = new ArrayList<>();
        for (int size = 1; size <= Math.min(largest, columns); size++) {
            extend(new int[size], 0, 0, columns, sets);
        }
        return sets;
    }

    private static void extend(int[] set, int filled, int from, int columns, List<int[]> sets) {
        if (filled == set.length) {
            sets.add(set.clone());
            return;
        }
        for (int column = from; column < columns; column++) {
            set[filled] = column;
            extend(set, filled + 1, column + 1, columns, sets);
        }
    }

    /**
     * A row.
     *
     * @param hashes of the columns' values
     */
    void add(long[] hashes) {
        if (block.length == 0) {
            block = new long[BLOCK * columns];
            keys = new long[BLOCK];
        }
        for (int i = 0; i < columns; i++) {
            // By its place, so that equal values of two columns do not meet.
            block[i * BLOCK + filled] = mixed(hashes[i] + (i + 1) * 0x9E3779B97F4A7C15L);
        }
        filled++;
        if (filled == BLOCK) {
            flush();
        }
    }

    private void flush() {
        if (filled == 0) {
            return;
        }
        if (samples.length == 0) {
            samples = new DistinctSample[sets.length];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = new DistinctSample(CAPACITY);
            }
        }
        rows += filled;
        for (int i = 0; i < sets.length; i++) {
            add(sets[i], samples[i]);
        }
        filled = 0;
        int level = affordableLevel(rows);
        if (level > affordableLevel(rows - BLOCK)) {
            for (int i = 0; i < sets.length; i++) {
                if (sets[i].length > 1) {
                    samples[i].raiseAtLeastTo(level);
                }
            }
        }
    }

    /** A combination's key is the sum of its values' hashes: as even as they are, and cheap. */
    private void add(int[] set, DistinctSample sample) {
        System.arraycopy(block, set[0] * BLOCK, keys, 0, filled);
        for (int i = 1; i < set.length; i++) {
            int from = set[i] * BLOCK;
            for (int row = 0; row < filled; row++) {
                keys[row] += block[from + row];
            }
        }
        sample.addAll(keys, filled);
    }

    /**
     * How many combinations, as a power of two, may stand behind one that is kept. A sample that is full has CAPACITY of them; if all
     * were singled out, the standard error of their number is sqrt(CAPACITY 2^level). A set with few combinations singles out hardly
     * anybody of many rows, and need not be looked up row by row.
     */
    private static int affordableLevel(long rows) {
        double combinations = ERROR * rows * ERROR * rows / CAPACITY;
        return combinations < 2 ? 0 : Math.getExponent(combinations);
    }

    JointSamples merge(JointSamples other) {
        flush();
        other.flush();
        if (samples.length == 0) {
            return other;
        }
        rows += other.rows;
        for (int i = 0; i < other.samples.length; i++) {
            samples[i].merge(other.samples[i]);
        }
        return this;
    }

    /** Of every set, in their order. */
    List<Uniqueness> uniqueness(List<String> columns) {
        flush();
        List<Uniqueness> found = new ArrayList<>();
        for (int i = 0; i < sets.length; i++) {
            List<String> names = IntStream.of(sets[i]).mapToObj(columns::get).toList();
            found.add(
                    rows == 0
                            ? new Uniqueness(names, 0, 0)
                            : new Uniqueness(
                                    names,
                                    Math.min(rows, samples[i].distinct()),
                                    Math.min(1, samples[i].singles() / rows)));
        }
        return found;
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        flush();
        out.defaultWriteObject();
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        block = new long[0];
        keys = new long[0];
    }

    /** The finalizer of MurmurHash3 (public domain): every bit of the result depends on every bit of the input. */
    static long mixed(long bits) {
        long x = bits;
        x = (x ^ x >>> 33) * 0xff51afd7ed558ccdL;
        x = (x ^ x >>> 33) * 0xc4ceb9fe1a85ec53L;
        return x ^ x >>> 33;
    }
}
