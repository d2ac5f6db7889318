package io.lepton.features;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;

/** Columns by their exact name. */
final class Names {
    private Names() {}

    static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }

    static Column[] columns(Iterable<String> names) {
        java.util.List<Column> columns = new java.util.ArrayList<>();
        names.forEach(name -> columns.add(column(name)));
        return columns.toArray(Column[]::new);
    }
}
