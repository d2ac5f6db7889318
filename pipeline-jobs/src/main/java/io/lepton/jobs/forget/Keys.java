package io.lepton.jobs.forget;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.udf;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Rows by their keys. The values travel inside of a function: no plan, log or commit shows them. */
record Keys(Set<String> values) {
    private static final String BETWEEN = "\u0001";

    Keys {
        values = Collections.unmodifiableSet(new HashSet<>(values));
    }

    static Keys of(Dataset<Row> rows, List<String> columns) {
        Set<String> values = new HashSet<>();
        rows.select(joined(columns)).toLocalIterator().forEachRemaining(row -> values.add(row.getString(0)));
        return new Keys(values);
    }

    Keys and(Keys others) {
        Set<String> all = new HashSet<>(values);
        all.addAll(others.values);
        return new Keys(all);
    }

    /** The same keys behind another one: those of a run. */
    Stream<String> behind(String first) {
        return values.stream().map(value -> first + BETWEEN + value);
    }

    Column hold(List<String> columns) {
        HashSet<String> wanted = new HashSet<>(values);
        return udf((UDF1<String, Boolean>) wanted::contains, DataTypes.BooleanType)
                .apply(joined(columns));
    }

    private static Column joined(List<String> columns) {
        return concat_ws(
                BETWEEN,
                columns.stream()
                        .map(Keys::quoted)
                        .map(column -> column.cast(DataTypes.StringType))
                        .toArray(Column[]::new));
    }

    static Column quoted(String column) {
        return col("`" + column.replace("`", "``") + "`");
    }

    @Override
    public String toString() {
        return "Keys[" + values.size() + "]";
    }
}
