package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;

/** Columns by their exact name, whatever characters it holds. */
final class Columns {
    private Columns() {}

    static Column of(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
