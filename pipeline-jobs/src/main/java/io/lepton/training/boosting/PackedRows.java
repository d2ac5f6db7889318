package io.lepton.training.boosting;

import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** The rows of a worker, which tell how many features they have before the first one is taken. */
final class PackedRows implements Iterator<PackedRow> {
    private final Iterator<Row> rows;
    private Optional<PackedRow> first;

    PackedRows(Iterator<Row> rows) {
        this.rows = rows;
        this.first = rows.hasNext() ? Optional.of(new PackedRow(rows.next())) : Optional.empty();
    }

    /** Of each row; 0 where there are none. To be asked before a row is taken. */
    int features() {
        return first.map(row -> row.point().values().length).orElse(0);
    }

    @Override
    public boolean hasNext() {
        return first.isPresent() || rows.hasNext();
    }

    @Override
    public PackedRow next() {
        if (first.isEmpty()) {
            return new PackedRow(rows.next());
        }
        PackedRow row = first.get();
        first = Optional.empty();
        return row;
    }
}
