package io.lepton.privacy.scan;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;

/** Everything that one pass over a table remembers: a sketch a column, and samples of the combinations that sets of columns have. */
final class TableSketch implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ColumnSketch[] columns;
    private final int[] candidates;
    private final long[] hashes;
    private JointSamples joint;

    private TableSketch(List<Reading> readings, int[] candidates, int[][] sets) {
        this.columns = readings.stream().map(ColumnSketch::new).toArray(ColumnSketch[]::new);
        this.candidates = candidates;
        this.hashes = new long[candidates.length];
        this.joint = new JointSamples(sets, candidates.length);
    }

    /**
     * Reads the table once.
     *
     * @param candidates places of the columns that the sets are of
     * @param sets each as places among the candidates
     */
    static TableSketch of(Dataset<Row> table, int[] candidates, int[][] sets) {
        List<StructField> fields = List.of(table.schema().fields());
        List<Reading> readings =
                fields.stream().map(field -> Reading.of(field.dataType())).toList();
        Column[] read = fields.stream()
                .map(field -> Reading.of(field.dataType()).column(column(table, field.name()), field.dataType()))
                .toArray(Column[]::new);
        return table.select(read)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .treeAggregate(new TableSketch(readings, candidates, sets), TableSketch::add, TableSketch::merge);
    }

    private static Column column(Dataset<Row> table, String name) {
        return table.col("`" + name.replace("`", "``") + "`");
    }

    private TableSketch add(InternalRow row) {
        int candidate = 0;
        for (int i = 0; i < columns.length; i++) {
            long hash = columns[i].add(row, i);
            if (candidate < candidates.length && candidates[candidate] == i) {
                hashes[candidate++] = hash;
            }
        }
        if (candidates.length > 0) {
            joint.add(hashes);
        }
        return this;
    }

    private TableSketch merge(TableSketch other) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].merge(other.columns[i]);
        }
        joint = joint.merge(other.joint);
        return this;
    }

    List<ColumnSketch> columns() {
        return Arrays.asList(columns);
    }

    JointSamples joint() {
        return joint;
    }
}
