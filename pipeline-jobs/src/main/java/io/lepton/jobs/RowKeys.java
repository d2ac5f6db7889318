package io.lepton.jobs;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The columns that tell one row from the others. */
record RowKeys(List<String> columns) {

    Column[] all() {
        return columns.stream().map(Columns::of).toArray(Column[]::new);
    }

    /** @throws LeptonException configuration, where a column is missing */
    void require(Dataset<Row> rows) {
        List<String> present = Arrays.asList(rows.columns());
        for (String key : columns) {
            if (!present.contains(key)) {
                throw LeptonException.configuration("Cannot score these rows: they have no key column '" + key + "'."
                        + Suggestion.didYouMean(key, present) + " Their columns: " + String.join(", ", present) + ".");
            }
        }
    }

    /**
     * How many rows there are.
     *
     * @throws LeptonException data, where a row has no key
     */
    long countEach(Dataset<Row> rows) {
        Column missing = columns.stream()
                .map(key -> Columns.of(key).isNull())
                .reduce(Column::or)
                .orElseThrow();
        Row counts = rows.agg(count(lit(1)), count(when(missing, lit(1)))).head();
        if (counts.getLong(1) > 0) {
            throw LeptonException.data("Cannot score these rows: " + counts.getLong(1) + " of them have no key ("
                    + String.join(", ", columns) + "). Mend them first.");
        }
        return counts.getLong(0);
    }

    /** @throws LeptonException data, where two rows have the same key */
    void requireUnique(Dataset<Row> rows) {
        List<Row> repeated =
                rows.groupBy(all()).count().where("count > 1").limit(1).collectAsList();
        if (!repeated.isEmpty()) {
            Row row = repeated.get(0);
            throw LeptonException.data("Cannot merge these scores: " + row.getLong(columns.size())
                    + " rows have the same key (" + String.join(", ", columns)
                    + "), and a key has one score. Give each row a key of its own, or set score.write: append.");
        }
    }
}
