package io.lepton.columns;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Rows that are read where they lie in the batches of a scan, so that whoever looks at each value once copies none. */
public final class BatchRows {
    private BatchRows() {}

    /** The rows as Spark holds them; each is overwritten by the next. Those of columns that are computed are made by Spark. */
    public static JavaRDD<InternalRow> of(Dataset<Row> rows) {
        return ScanPlan.ofScan(rows.queryExecution().executedPlan())
                .flatMap(plan -> plan.columns()
                        .places()
                        .map(places -> plan.scan().executeColumnar().toJavaRDD().mapPartitions(new Views(places))))
                .orElseGet(() -> rows.queryExecution().toRdd().toJavaRDD());
    }

    /** @param places of the wanted columns in a batch */
    private record Views(ArrayList<Integer> places)
            implements FlatMapFunction<Iterator<ColumnarBatch>, InternalRow>, Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<InternalRow> call(Iterator<ColumnarBatch> batches) {
            return new Iterator<>() {
                private Iterator<InternalRow> rows = List.<InternalRow>of().iterator();

                @Override
                public boolean hasNext() {
                    while (!rows.hasNext() && batches.hasNext()) {
                        rows = wanted(batches.next()).rowIterator();
                    }
                    return rows.hasNext();
                }

                @Override
                public InternalRow next() {
                    return rows.next();
                }
            };
        }

        private ColumnarBatch wanted(ColumnarBatch batch) {
            ColumnVector[] vectors = places.stream().map(batch::column).toArray(ColumnVector[]::new);
            return new ColumnarBatch(vectors, batch.numRows());
        }
    }
}
