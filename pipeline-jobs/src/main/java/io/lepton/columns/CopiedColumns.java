package io.lepton.columns;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.RowToColumnConverter;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Columns that values of rows are copied to. */
final class CopiedColumns {
    private final WritableColumnVector[] vectors;
    private final RowToColumnConverter converter;

    /** @param capacity rows that there is room for at first */
    CopiedColumns(StructType schema, int capacity) {
        // Whatever a plan says of a column: nothing is looked up where a value is missing.
        StructType nullable = new StructType(Arrays.stream(schema.fields())
                .map(field -> new StructField(field.name(), field.dataType(), true, field.metadata()))
                .toArray(StructField[]::new));
        vectors = OnHeapColumnVector.allocateColumns(capacity, nullable);
        converter = new RowToColumnConverter(nullable);
    }

    void clear() {
        for (WritableColumnVector vector : vectors) {
            vector.reset();
        }
    }

    void add(InternalRow row) {
        converter.convert(row, vectors);
    }

    /** Leaves a place without values. */
    void skip() {
        for (WritableColumnVector vector : vectors) {
            vector.appendNull();
        }
    }

    ColumnVector[] vectors() {
        return vectors;
    }
}
