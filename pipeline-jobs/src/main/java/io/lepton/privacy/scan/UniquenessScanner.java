package io.lepton.privacy.scan;

import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Measures which small sets of columns single most people out: in one pass over the table, whatever the number of sets, and in memory
 * that does not grow with the rows. A missing value counts as a value of its own.
 */
public final class UniquenessScanner {
    private static final int CAPACITY = 4096;

    private final int largest;

    /** @param largest how many columns a set has at most */
    public UniquenessScanner(int largest) {
        if (largest < 1) {
            throw new IllegalArgumentException("Sets of " + largest + " columns; at least 1");
        }
        this.largest = largest;
    }

    /** All sets of the columns up to the largest, and the set of all columns; those that single out most come first. */
    public List<Uniqueness> scan(Dataset<Row> table, List<String> columns) {
        if (columns.isEmpty()) {
            return List.of();
        }
        int[][] sets = sets(columns.size());
        Column[] hashes = columns.stream()
                .map(name -> xxhash64(table.col("`" + name.replace("`", "``") + "`")))
                .toArray(Column[]::new);
        Samples samples = table.select(hashes)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .treeAggregate(new Samples(sets, columns.size()), Samples::add, Samples::merge);
        List<Uniqueness> found = new ArrayList<>();
        for (int i = 0; i < sets.length; i++) {
            found.add(samples.uniqueness(
                    i, IntStream.of(sets[i]).mapToObj(columns::get).toList()));
        }
        found.sort(Comparator.comparingDouble(Uniqueness::singledOut).reversed().thenComparing(set -> set.columns()
                .size()));
        return found;
    }

    private int[][] sets(int columns) {
        List<int[]> sets = new ArrayList<>();
        for (int size = 1; size <= Math.min(largest, columns); size++) {
            extend(new int[size], 0, 0, columns, sets);
        }
        if (columns > largest) {
            sets.add(IntStream.range(0, columns).toArray());
        }
        return sets.toArray(int[][]::new);
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

    /** A sample a set; made with the first row, so that an empty one is small to send. */
    private static final class Samples implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int[][] sets;
        private final long[] hashes;
        private DistinctSample[] samples = {};
        private long rows;

        Samples(int[][] sets, int columns) {
            this.sets = sets;
            this.hashes = new long[columns];
        }

        Samples add(InternalRow row) {
            if (samples.length == 0) {
                samples = new DistinctSample[sets.length];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = new DistinctSample(CAPACITY);
                }
            }
            rows++;
            for (int i = 0; i < hashes.length; i++) {
                // By its place, so that equal values of two columns do not meet.
                hashes[i] = mixed(row.getLong(i) + (i + 1) * 0x9E3779B97F4A7C15L);
            }
            for (int i = 0; i < sets.length; i++) {
                long sum = 0;
                for (int column : sets[i]) {
                    sum += hashes[column];
                }
                samples[i].add(mixed(sum));
            }
            return this;
        }

        Samples merge(Samples other) {
            if (samples.length == 0) {
                return other;
            }
            rows += other.rows;
            for (int i = 0; i < other.samples.length; i++) {
                samples[i].merge(other.samples[i]);
            }
            return this;
        }

        Uniqueness uniqueness(int set, List<String> columns) {
            if (rows == 0) {
                return new Uniqueness(columns, 0, 0);
            }
            return new Uniqueness(
                    columns, Math.min(rows, samples[set].distinct()), Math.min(1, samples[set].singles() / rows));
        }

        /** The finalizer of MurmurHash3 (public domain): every bit of the result depends on every bit of the input. */
        private static long mixed(long bits) {
            long x = bits;
            x = (x ^ x >>> 33) * 0xff51afd7ed558ccdL;
            x = (x ^ x >>> 33) * 0xc4ceb9fe1a85ec53L;
            return x ^ x >>> 33;
        }
    }
}
