package io.lepton.columns;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * An expression of a batch's columns. Of one column that has a dictionary it is computed once an entry, of a column that is the same for all rows
 * once, else for each row by the code that Spark compiles of it.
 */
final class Computation {
    private final UnsafeProjection compiled;
    private final ToLongFunction<InternalRow> result;
    private final List<Leaf> leaves;
    /** Whether it is a column itself, or its number as a double. */
    private final boolean isColumn;

    private long[] byEntry = {};
    /** The batch that an entry was computed for: the next may have another dictionary. */
    private int[] computedFor = {};

    private int batches;

    /** @param result of a row that holds the expression alone */
    Computation(Expression expression, ScanColumns columns, ToLongFunction<InternalRow> result) {
        this.result = result;
        compiled = columns.projection(List.of(expression));
        leaves = Leaf.of(expression, columns.scanned());
        Expression number = expression instanceof Cast cast && cast.dataType().equals(DataTypes.DoubleType)
                ? cast.child()
                : expression;
        isColumn = Leaf.itself(number, columns.scanned()).isPresent();
    }

    /** Reads a column of numbers as it is; false where it is none, and has to be computed. */
    boolean read(ColumnarBatch batch, int[] rows, int count, double[] into) {
        Optional<ColumnVector> column = isColumn ? leaves.get(0).vector(batch) : Optional.empty();
        return column.isPresent() && read(column.get(), rows, count, into);
    }

    private static boolean read(ColumnVector vector, int[] rows, int count, double[] into) {
        if (vector.dataType().equals(DataTypes.DoubleType)) {
            for (int i = 0; i < count; i++) {
                into[i] = vector.getDouble(rows[i]);
            }
        } else if (vector.dataType().equals(DataTypes.FloatType)) {
            for (int i = 0; i < count; i++) {
                into[i] = vector.getFloat(rows[i]);
            }
        } else if (vector.dataType().equals(DataTypes.IntegerType)) {
            for (int i = 0; i < count; i++) {
                into[i] = vector.getInt(rows[i]);
            }
        } else if (vector.dataType().equals(DataTypes.LongType)) {
            for (int i = 0; i < count; i++) {
                into[i] = vector.getLong(rows[i]);
            }
        } else {
            return false;
        }
        for (int i = 0; vector.hasNull() && i < count; i++) {
            if (vector.isNullAt(rows[i])) {
                into[i] = Double.NaN;
            }
        }
        return true;
    }

    void compute(ColumnarBatch batch, int[] rows, int count, long[] into) {
        if (count == 0) {
            return;
        }
        Optional<ColumnVector> only = leaves.size() == 1 ? leaves.get(0).vector(batch) : Optional.empty();
        if (leaves.isEmpty()
                || only.filter(ConstantColumnVector.class::isInstance).isPresent()) {
            Arrays.fill(into, 0, count, of(batch, rows[0]));
        } else if (only.isPresent() && only.get() instanceof WritableColumnVector vector && vector.hasDictionary()) {
            compute(batch, vector, rows, count, into);
        } else {
            for (int i = 0; i < count; i++) {
                into[i] = of(batch, rows[i]);
            }
        }
    }

    private void compute(ColumnarBatch batch, WritableColumnVector vector, int[] rows, int count, long[] into) {
        batches++;
        WritableColumnVector entries = vector.getDictionaryIds();
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (vector.isNullAt(row)) {
                into[i] = of(batch, row);
                continue;
            }
            int entry = entries.getInt(row);
            if (entry >= byEntry.length) {
                int capacity = Math.max(2 * byEntry.length, entry + 1);
                byEntry = Arrays.copyOf(byEntry, capacity);
                computedFor = Arrays.copyOf(computedFor, capacity);
            }
            if (computedFor[entry] != batches) {
                byEntry[entry] = of(batch, row);
                computedFor[entry] = batches;
            }
            into[i] = byEntry[entry];
        }
    }

    private long of(ColumnarBatch batch, int row) {
        return result.applyAsLong(compiled.apply(batch.getRow(row)));
    }
}
