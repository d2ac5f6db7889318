package io.lepton.columns;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.JavaConverters;

/** Copies of rows as they come. */
final class CollectedBatch implements RowBatch {
    private static final int MOST_ROWS = 1024;

    private final int[] places = IntStream.range(0, MOST_ROWS).toArray();
    private final UnsafeProjection passing;
    private final RowArena passed;
    private final ProjectingInternalRow looked;
    private final CopiedColumns columns;
    private final ColumnVector[] lookedColumns;
    private final ColumnVector[] countedColumns;
    private final ColumnBlock counted;
    private int rows;

    /** @param columns of the rows, as they are */
    CollectedBatch(ScanColumns columns, ColumnRoles roles) {
        StructType schema = columns.scannedTypes();
        StructType toPass = new StructType(Arrays.copyOf(schema.fields(), roles.passed()));
        StructType toCopy = new StructType(Arrays.copyOfRange(schema.fields(), roles.passed(), schema.size()));
        this.passing = UnsafeProjection.create(toPass);
        this.passed = new RowArena(MOST_ROWS, roles.passed());
        this.looked = ProjectingInternalRow.apply(
                toCopy,
                JavaConverters.asScalaBuffer(IntStream.range(roles.passed(), schema.size())
                                .<Object>mapToObj(place -> place)
                                .toList())
                        .toSeq());
        this.columns = new CopiedColumns(toCopy, MOST_ROWS);
        int firstCounted = toCopy.size() - roles.counted();
        this.lookedColumns = Arrays.copyOf(this.columns.vectors(), firstCounted);
        this.countedColumns = Arrays.copyOfRange(this.columns.vectors(), firstCounted, toCopy.size());
        this.counted = new ColumnBlock(columns.itself(schema.size() - roles.counted()));
    }

    /** Takes as many as there are, and have room. */
    void read(Iterator<InternalRow> from) {
        passed.clear();
        columns.clear();
        for (rows = 0; rows < MOST_ROWS && from.hasNext(); rows++) {
            InternalRow row = from.next();
            passed.add(passing.apply(row));
            looked.project(row);
            columns.add(looked);
        }
        counted.read(new ColumnarBatch(countedColumns, rows));
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int[] places() {
        return places;
    }

    @Override
    public ColumnVector[] columns() {
        return lookedColumns;
    }

    @Override
    public ColumnBlock counted() {
        return counted;
    }

    @Override
    public InternalRow passed(int row) {
        return passed.row(row);
    }
}
