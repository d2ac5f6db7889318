package io.lepton.ingest;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;

/** Columns by their exact name, and the names that ingestion itself adds while it works. */
final class ColumnNames {
    static final String MALFORMED = "__lepton_malformed";
    static final String FILE = "__lepton_file";
    static final String ORDER = "__lepton_order";
    static final String REASON = "__lepton_reason";

    private ColumnNames() {}

    static Column of(String name) {
        return col(quoted(name));
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static boolean internal(String name) {
        return name.startsWith("__lepton_");
    }
}
