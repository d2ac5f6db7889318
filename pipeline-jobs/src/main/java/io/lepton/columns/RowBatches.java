package io.lepton.columns;

import java.io.Serial;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Rows in batches, for whoever computes something of each row and passes the rows on: what it computes with comes as columns, the rest as rows.
 * Columns of a table that is read in batches, as Parquet and Delta are, are not copied; of other rows they are.
 */
public final class RowBatches {
    private final Dataset<Row> rows;
    private final ColumnRoles roles;

    private RowBatches(Dataset<Row> rows, ColumnRoles roles) {
        this.rows = rows;
        this.roles = roles;
    }

    /** @param roles those that are looked at are numbers, texts, dates, times; those that are counted are texts, or of type double */
    public static RowBatches of(Dataset<Row> rows, ColumnRoles roles) {
        return new RowBatches(rows, roles);
    }

    /** What a task makes of its batches. */
    @FunctionalInterface
    public interface BatchFunction<T> extends Serializable {
        /** @param batches each is overwritten by the next */
        Iterator<T> of(Iterator<RowBatch> batches);
    }

    public <T> JavaRDD<T> map(BatchFunction<T> function) {
        SparkPlan plan = rows.queryExecution().executedPlan();
        Optional<ScanPlan> scan = ScanPlan.ofScan(plan);
        return scan.isPresent()
                ? scan.get()
                        .scan()
                        .executeColumnar()
                        .toJavaRDD()
                        .mapPartitions(new OfScan<>(scan.get().columns(), roles, function), true)
                : rows.queryExecution()
                        .toRdd()
                        .toJavaRDD()
                        .mapPartitions(new OfRows<>(ScanPlan.ofRows(plan), roles, function), true);
    }

    private record OfScan<T>(ScanColumns columns, ColumnRoles roles, BatchFunction<T> function)
            implements FlatMapFunction<Iterator<ColumnarBatch>, T> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<T> call(Iterator<ColumnarBatch> batches) {
            ScannedBatch batch = new ScannedBatch(columns, roles);
            return function.of(new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return batches.hasNext();
                }

                @Override
                public RowBatch next() {
                    batch.read(batches.next());
                    return batch;
                }
            });
        }
    }

    private record OfRows<T>(ScanColumns columns, ColumnRoles roles, BatchFunction<T> function)
            implements FlatMapFunction<Iterator<InternalRow>, T> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<T> call(Iterator<InternalRow> rows) {
            CollectedBatch batch = new CollectedBatch(columns, roles);
            return function.of(new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public RowBatch next() {
                    batch.read(rows);
                    return batch;
                }
            });
        }
    }
}
