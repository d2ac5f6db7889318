package io.lepton.fairness.counts;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The numbers of the {@value #SIZE} rows whose hashes are lowest: a uniform sample that is the same however the rows are partitioned. Parts
 * add up.
 */
final class SampledNumbers implements Serializable {
    static final int SIZE = 4096;

    @Serial
    private static final long serialVersionUID = 1L;

    private final Sampled[] rows = new Sampled[2 * SIZE];
    private int size;
    private long highest = Long.MAX_VALUE;

    private record Sampled(long hash, double[] numbers) implements Serializable {}

    /** Whether a row of this hash would be kept: its numbers need not be read otherwise. */
    boolean wants(long hash) {
        return hash < highest || size < SIZE;
    }

    void add(long hash, double... numbers) {
        rows[size++] = new Sampled(hash, numbers);
        if (size == rows.length) {
            shrink();
        }
    }

    void addAll(SampledNumbers other) {
        for (int i = 0; i < other.size; i++) {
            if (wants(other.rows[i].hash())) {
                add(other.rows[i].hash(), other.rows[i].numbers());
            }
        }
    }

    /** The numbers of one column, ascending; missing ones are left out. */
    double[] sorted(int column) {
        shrink();
        return Arrays.stream(rows, 0, size)
                .mapToDouble(row -> row.numbers()[column] + 0.0)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
    }

    /** What is to be dropped does not travel. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        shrink();
        out.defaultWriteObject();
    }

    private void shrink() {
        if (size <= SIZE) {
            return;
        }
        Arrays.sort(rows, 0, size, Comparator.comparingLong(Sampled::hash));
        Arrays.fill(rows, SIZE, size, null);
        size = SIZE;
        highest = rows[SIZE - 1].hash();
    }
}
