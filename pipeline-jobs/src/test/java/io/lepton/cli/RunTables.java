package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.lake.Lake;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a run of the sample project left in its lake. */
record RunTables(Lake lake) {
    private static final List<String> TABLES = List.of(
            "raw/adult",
            "quarantine/adult",
            "trusted/adult",
            "features/adult",
            "scores/sample",
            "audits/privacy",
            "audits/fairness");
    /** When something was done, or how long it took: differs from run to run. */
    private static final List<String> CLOCKS = List.of("scored_at", "audited_at");

    /** To the last digit. */
    void assertEqualTo(Lake expected) {
        for (String table : TABLES) {
            assertThat(rows(lake, table)).as(table).containsExactlyInAnyOrderElementsOf(rows(expected, table));
        }
    }

    private static List<String> rows(Lake lake, String table) {
        Dataset<Row> rows = lake.read(table);
        for (String clock : CLOCKS) {
            if (Arrays.asList(rows.columns()).contains(clock)) {
                rows = rows.drop(clock);
            }
        }
        return rows.toJSON().collectAsList();
    }
}
