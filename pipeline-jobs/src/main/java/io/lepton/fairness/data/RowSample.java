package io.lepton.fairness.data;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.xxhash64;

import io.lepton.fairness.counting.ProtectedGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Chooses rows by a hash of their keys: the same rows each time, however the table is stored.
 *
 * @param keys columns that tell rows apart; none: all columns do
 * @param maximumRows about so many are chosen at most
 */
public record RowSample(List<String> keys, long maximumRows, long seed) {
    /** Standard deviations that the expected number stays below the most: one sample in 30,000 has more rows. */
    private static final double MARGIN = 4;

    /** The rows, or a sample of them where there are too many. */
    public Dataset<Row> of(Dataset<Row> rows, long total) {
        return total <= maximumRows ? rows : rows.where(chosen(rows, total));
    }

    /** Whether a row is chosen; every one is where there are not too many. */
    public Column chosen(Dataset<Row> rows, long total) {
        if (total <= maximumRows) {
            return lit(true);
        }
        double wanted = Math.max(1, maximumRows - MARGIN * Math.sqrt(maximumRows));
        long threshold = (long) (wanted / total * Long.MAX_VALUE);
        return shiftrightunsigned(hash(rows), 1).lt(threshold);
    }

    /** A number that tells rows apart. */
    Column hash(Dataset<Row> rows) {
        List<Column> hashed = new ArrayList<>(List.of(lit(seed)));
        List<String> names = keys.isEmpty() ? Arrays.asList(rows.columns()) : keys;
        names.forEach(name -> hashed.add(ProtectedGroups.column(name)));
        return xxhash64(hashed.toArray(Column[]::new));
    }

    /** 0 or 1: the half of the rows that a row is in, independent of whether it was chosen. */
    Column half(Dataset<Row> rows) {
        return pmod(xxhash64(hash(rows), lit(1)), lit(2));
    }
}
