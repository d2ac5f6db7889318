package io.lepton.privacy.scan;

import static org.apache.spark.sql.functions.xxhash64;

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
        List<int[]> sets = JointSamples.upTo(largest, columns.size());
        if (columns.size() > largest) {
            sets.add(IntStream.range(0, columns.size()).toArray());
        }
        Column[] hashes = columns.stream()
                .map(name -> xxhash64(table.col("`" + name.replace("`", "``") + "`")))
                .toArray(Column[]::new);
        int width = hashes.length;
        JointSamples samples = table.select(hashes)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .treeAggregate(
                        new JointSamples(sets.toArray(int[][]::new), width),
                        (joint, row) -> add(joint, row, width),
                        JointSamples::merge);
        List<Uniqueness> found = new ArrayList<>(samples.uniqueness(columns));
        found.sort(Comparator.comparingDouble(Uniqueness::singledOut).reversed().thenComparing(set -> set.columns()
                .size()));
        return found;
    }

    private static JointSamples add(JointSamples joint, InternalRow row, int columns) {
        long[] hashes = new long[columns];
        for (int i = 0; i < columns; i++) {
            hashes[i] = row.getLong(i);
        }
        joint.add(hashes);
        return joint;
    }
}
