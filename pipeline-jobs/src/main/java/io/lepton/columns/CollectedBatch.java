package io.lepton.columns;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import scala.collection.JavaConverters;

/** Copies of rows as they come. */
final class CollectedBatch implements RowBatch {
    private static final int MOST_ROWS = 1024;

    private final int[] places = IntStream.range(0, MOST_ROWS).toArray();
    private final UnsafeProjection passing;
    private final RowArena passed;
    private final ProjectingInternalRow looked;
    private final CopiedColumns columns;
    private int rows;

    /** @param passed the first columns; the others are {@code looked} at */
    CollectedBatch(StructType passed, StructType looked) {
        this.passing = UnsafeProjection.create(passed);
        this.passed = new RowArena(MOST_ROWS, passed.size());
        this.looked = ProjectingInternalRow.apply(
                looked,
                JavaConverters.asScalaBuffer(IntStream.range(passed.size(), passed.size() + looked.size())
                                .<Object>mapToObj(place -> place)
                                .toList())
                        .toSeq());
        this.columns = new CopiedColumns(looked, MOST_ROWS);
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
        return columns.vectors();
    }

    @Override
    public InternalRow passed(int row) {
        return passed.row(row);
    }
}
