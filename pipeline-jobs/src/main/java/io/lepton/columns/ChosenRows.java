package io.lepton.columns;

import java.util.List;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** A batch of a scan, and which of its rows meet the scan's conditions. */
final class ChosenRows {
    private final List<Computation> conditions;
    private ColumnarBatch batch;
    private int[] places = {};
    private long[] results = {};
    private int count;

    ChosenRows(ScanColumns columns) {
        conditions = columns.conditions().stream()
                .map(each -> new Computation(each, columns, row -> !row.isNullAt(0) && row.getBoolean(0) ? 1 : 0))
                .toList();
    }

    void read(ColumnarBatch next) {
        batch = next;
        count = next.numRows();
        if (places.length < count) {
            places = new int[count];
            results = new long[count];
        }
        for (int row = 0; row < count; row++) {
            places[row] = row;
        }
        conditions.forEach(this::choose);
    }

    private void choose(Computation condition) {
        condition.compute(batch, places, count, results);
        int kept = 0;
        for (int row = 0; row < count; row++) {
            places[kept] = places[row];
            kept += (int) results[row];
        }
        count = kept;
    }

    ColumnarBatch batch() {
        return batch;
    }

    /** Where the rows are in the batch, from the first to the last; longer than {@link #count}. */
    int[] places() {
        return places;
    }

    int count() {
        return count;
    }
}
