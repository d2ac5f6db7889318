package io.lepton.lake;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that take the places of those with the same key, and keys whose rows go.
 *
 * @param rows at most one a key
 * @param gone keys, and {@code time}; absent: none
 * @param keys names of the columns that identify a row
 * @param time column that says since when a row holds: older rows leave newer ones of their key as they are
 */
public record KeyedRows(Dataset<Row> rows, Optional<Dataset<Row>> gone, List<String> keys, String time) {
    public KeyedRows {
        keys = List.copyOf(keys);
    }
}
