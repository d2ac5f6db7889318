package io.lepton.columns;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Rows in batches, for whoever computes something of each row and passes the rows on: what it computes with comes as columns, the rest as rows.
 * Columns of a table that is read in batches, as Parquet and Delta are, are not copied; of other rows they are.
 */
public final class RowBatches {
    private final Dataset<Row> rows;
    private final int passed;

    private RowBatches(Dataset<Row> rows, int passed) {
        this.rows = rows;
        this.passed = passed;
    }

    /** @param passed so many of the first columns are passed on; the others are looked at: numbers, texts, dates, times */
    public static RowBatches of(Dataset<Row> rows, int passed) {
        return new RowBatches(rows, passed);
    }

    /** What a task makes of its batches. */
    @FunctionalInterface
    public interface BatchFunction<T> extends Serializable {
        /** @param batches each is overwritten by the next */
        Iterator<T> of(Iterator<RowBatch> batches);
    }

    public <T> JavaRDD<T> map(BatchFunction<T> function) {
        Optional<ScanPlan> scan = ScanPlan.ofScan(rows.queryExecution().executedPlan());
        return scan.isPresent()
                ? scan.get()
                        .scan()
                        .executeColumnar()
                        .toJavaRDD()
                        .mapPartitions(new OfScan<>(scan.get().columns(), passed, function), true)
                : rows.queryExecution()
                        .toRdd()
                        .toJavaRDD()
                        .mapPartitions(new OfRows<>(rows.schema(), passed, function), true);
    }

    private record OfScan<T>(ScanColumns columns, int passed, BatchFunction<T> function)
            implements FlatMapFunction<Iterator<ColumnarBatch>, T> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<T> call(Iterator<ColumnarBatch> batches) {
            ScannedBatch batch = new ScannedBatch(columns, passed);
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

    private record OfRows<T>(StructType passed, StructType looked, BatchFunction<T> function)
            implements FlatMapFunction<Iterator<InternalRow>, T> {
        @Serial
        private static final long serialVersionUID = 1L;

        OfRows(StructType rows, int passed, BatchFunction<T> function) {
            this(
                    new StructType(Arrays.copyOf(rows.fields(), passed)),
                    new StructType(Arrays.copyOfRange(rows.fields(), passed, rows.size())),
                    function);
        }

        @Override
        public Iterator<T> call(Iterator<InternalRow> rows) {
            CollectedBatch batch = new CollectedBatch(passed, looked);
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
