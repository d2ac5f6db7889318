package io.lepton.columns;

import java.io.Serial;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Rows as blocks of columns. Where all columns are computed from one table that is read in batches, as Parquet and Delta are, no row is made: what
 * depends on one column with a dictionary is computed once for each of its entries. Other rows are put into batches as they come.
 */
public final class ColumnScan {
    private final JavaRDD<ColumnarBatch> batches;
    private final ScanColumns columns;

    private ColumnScan(JavaRDD<ColumnarBatch> batches, ScanColumns columns) {
        this.batches = batches;
        this.columns = columns;
    }

    /** @param rows of columns that are numbers or texts */
    public static ColumnScan of(Dataset<Row> rows) {
        ScanPlan plan = ScanPlan.of(rows.queryExecution().executedPlan());
        return new ColumnScan(plan.scan().executeColumnar().toJavaRDD(), plan.columns());
    }

    /** What a task makes of its blocks. */
    @FunctionalInterface
    public interface BlockFunction<T> extends Serializable {
        /** @param blocks each is overwritten by the next */
        Iterator<T> of(Iterator<ColumnBlock> blocks);
    }

    public <T> JavaRDD<T> mapBlocks(BlockFunction<T> function) {
        return batches.mapPartitions(new InPartition<>(columns, function));
    }

    private record InPartition<T>(ScanColumns columns, BlockFunction<T> function)
            implements FlatMapFunction<Iterator<ColumnarBatch>, T> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<T> call(Iterator<ColumnarBatch> batches) {
            ColumnBlock block = new ColumnBlock(columns);
            return function.of(new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return batches.hasNext();
                }

                @Override
                public ColumnBlock next() {
                    block.read(batches.next());
                    return block;
                }
            });
        }
    }
}
