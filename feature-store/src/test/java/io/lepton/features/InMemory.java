package io.lepton.features;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.RowToColumnConverter;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Rows as columns. */
final class InMemory {
    private InMemory() {}

    static ColumnarBatch columns(Dataset<Row> rows) {
        InternalRow[] all = rows.queryExecution().executedPlan().executeCollect();
        OnHeapColumnVector[] columns = OnHeapColumnVector.allocateColumns(all.length, rows.schema());
        RowToColumnConverter converter = new RowToColumnConverter(rows.schema());
        for (InternalRow row : all) {
            converter.convert(row, columns);
        }
        return new ColumnarBatch(columns, all.length);
    }
}
