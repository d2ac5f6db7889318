package io.lepton.ingest;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;

/** Columns by their exact name, and the names that ingestion itself adds while it works. */
final class ColumnNames {
    /** Text of a record that could not be parsed, else null. */
    static final String MALFORMED = "__lepton_malformed";
    /** Where a row was read from. */
    static final String FILE = "__lepton_file";
    /** Where in its file the part begins that one task read; rows of a part stand in the order of the file. */
    static final String PART = "__lepton_part";
    /** Increases from row to row within a part. */
    static final String ORDER = "__lepton_order";
    /** Why a row cannot be used; empty where it can. */
    static final String REASON = "__lepton_reason";
    /** The row as it was read, as JSON. */
    static final String ORIGINAL = "__lepton_original";

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
