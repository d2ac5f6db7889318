package io.lepton.privacy.scan;

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

    private final int[][] sets;
    private DistinctSample[] samples = {};
    private long rows;

    JointSamples(int[][] sets) {
        this.sets = sets;
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
     * @param hashes of the columns' values; changed
     */
    void add(long[] hashes) {
        if (samples.length == 0) {
            samples = new DistinctSample[sets.length];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = new DistinctSample(CAPACITY);
            }
        }
        rows++;
        for (int i = 0; i < hashes.length; i++) {
            // By its place, so that equal values of two columns do not meet.
            hashes[i] = mixed(hashes[i] + (i + 1) * 0x9E3779B97F4A7C15L);
        }
        for (int i = 0; i < sets.length; i++) {
            long sum = 0;
            for (int column : sets[i]) {
                sum += hashes[column];
            }
            samples[i].add(mixed(sum));
        }
    }

    JointSamples merge(JointSamples other) {
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

    /** The finalizer of MurmurHash3 (public domain): every bit of the result depends on every bit of the input. */
    static long mixed(long bits) {
        long x = bits;
        x = (x ^ x >>> 33) * 0xff51afd7ed558ccdL;
        x = (x ^ x >>> 33) * 0xc4ceb9fe1a85ec53L;
        return x ^ x >>> 33;
    }
}
