package io.lepton.jobs.forget;

import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** The texts that tell of a person wherever they stand: the id, and texts of their rows that no other row has. */
final class OwnTexts {
    /** Shorter texts stand for too much else. */
    private static final int SHORTEST = 3;
    /** Of one column; who has more is no person. */
    private static final int MOST = 1000;

    private OwnTexts() {}

    static Set<String> of(Subject subject, Dataset<Row> raw, Dataset<Row> rows) {
        Set<String> own = new HashSet<>(subject.spellings());
        List<String> columns = Arrays.stream(raw.schema().fields())
                .filter(field -> field.dataType().equals(DataTypes.StringType))
                .map(StructField::name)
                .toList();
        List<HashSet<String>> texts = new ArrayList<>();
        List<Column> shared = new ArrayList<>();
        for (String column : columns) {
            HashSet<String> found = new HashSet<>();
            rows.select(Keys.quoted(column)).distinct().limit(MOST).collectAsList().stream()
                    .filter(row -> !row.isNullAt(0) && row.getString(0).strip().length() >= SHORTEST)
                    .forEach(row -> found.add(row.getString(0)));
            texts.add(found);
            Column has = udf((UDF1<String, Boolean>) found::contains, DataTypes.BooleanType)
                    .apply(Keys.quoted(column));
            shared.add(collect_set(when(has, Keys.quoted(column))));
        }
        if (columns.isEmpty()) {
            return own;
        }
        Column theirs = subject.is(
                Keys.quoted(subject.column()),
                raw.schema().apply(subject.column()).dataType());
        Row others = raw.where(theirs.unary_$bang())
                .agg(shared.get(0), shared.subList(1, shared.size()).toArray(Column[]::new))
                .head();
        for (int i = 0; i < columns.size(); i++) {
            texts.get(i).removeAll(others.<String>getList(i));
            texts.get(i).forEach(text -> own.add(text.strip()));
        }
        return own;
    }
}
