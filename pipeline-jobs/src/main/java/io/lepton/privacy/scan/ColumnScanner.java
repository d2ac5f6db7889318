package io.lepton.privacy.scan;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * Looks for personal data: by the columns' names, by the form of their values, and by how many values are different. One pass over the
 * table; one more over a few rows where numbers with check digits are suspected.
 */
public final class ColumnScanner {
    /** Share of a column's values that must have a form before the column is said to hold it. */
    private static final double MOST = 0.8;

    private static final int CHECKED = 200;

    /** One profile a column, in the table's order. */
    public List<ColumnProfile> scan(Dataset<Row> table) {
        List<StructField> fields = List.of(table.schema().fields());
        List<Column> measures = new ArrayList<>();
        for (StructField field : fields) {
            measures.addAll(measures(table, field));
        }
        Row totals = table.agg(count(lit(1)), measures.toArray(Column[]::new)).head();
        List<ColumnProfile> profiles = new ArrayList<>();
        int at = 1;
        for (StructField field : fields) {
            profiles.add(profile(table, field, totals, at));
            at += measures(table, field).size();
        }
        return profiles;
    }

    private static Column column(Dataset<Row> table, String name) {
        return table.col("`" + name.replace("`", "``") + "`");
    }

    private static boolean text(StructField field) {
        return field.dataType() instanceof StringType;
    }

    private static boolean numeric(StructField field) {
        return field.dataType() instanceof NumericType;
    }

    private static boolean fractional(DataType type) {
        return type instanceof DoubleType
                || type instanceof FloatType
                || type instanceof DecimalType d && d.scale() > 0;
    }

    private static List<Column> measures(Dataset<Row> table, StructField field) {
        Column value = column(table, field.name());
        Column absent = value.isNull();
        if (field.dataType() instanceof DoubleType || field.dataType() instanceof FloatType) {
            absent = absent.or(isnan(value));
        } else if (text(field)) {
            absent = absent.or(trim(value).equalTo(""));
        }
        Column present = when(absent, lit(null)).otherwise(value);
        List<Column> measures = new ArrayList<>();
        measures.add(count(present));
        // Maps cannot be compared, so that their values are not counted.
        measures.add(field.dataType() instanceof MapType ? lit(0L) : approx_count_distinct(present, 0.02));
        if (numeric(field)) {
            measures.add(min(present).cast(DataTypes.DoubleType));
            measures.add(max(present).cast(DataTypes.DoubleType));
        }
        if (text(field)) {
            for (ValuePattern pattern : ValuePattern.values()) {
                measures.add(coalesce(sum(when(trim(value).rlike(pattern.regex()), 1L)), lit(0L)));
            }
        }
        return measures;
    }

    private static ColumnProfile profile(Dataset<Row> table, StructField field, Row totals, int at) {
        long rows = totals.getLong(0);
        long present = totals.getLong(at);
        long distinct = Math.min(present, totals.getLong(at + 1));
        boolean numeric = numeric(field);
        double low = numeric && !totals.isNullAt(at + 2) ? totals.getDouble(at + 2) : Double.NaN;
        double high = numeric && !totals.isNullAt(at + 3) ? totals.getDouble(at + 3) : Double.NaN;
        Map<ValuePattern, Long> hits = new EnumMap<>(ValuePattern.class);
        if (text(field)) {
            for (ValuePattern pattern : ValuePattern.values()) {
                hits.put(pattern, totals.getLong(at + 2 + pattern.ordinal()));
            }
        }
        Suspicion suspicion = suspicion(table, field, present, distinct, hits);
        return new ColumnProfile(
                field.name(),
                field.dataType().simpleString(),
                rows,
                rows - present,
                distinct,
                low,
                high,
                numeric,
                suspicion.role,
                suspicion.evidence);
    }

    private record Suspicion(Role role, String evidence) {}

    private static Suspicion suspicion(
            Dataset<Row> table, StructField field, long present, long distinct, Map<ValuePattern, Long> hits) {
        if (present == 0) {
            return new Suspicion(Role.PLAIN, "The column holds no values.");
        }
        Optional<ValuePattern> form = hits.entrySet().stream()
                .filter(hit -> hit.getValue() >= MOST * present)
                .map(Map.Entry::getKey)
                .filter(pattern ->
                        pattern.check().isEmpty() || holds(pattern.check().get(), table, field.name(), pattern))
                .findFirst();
        if (form.filter(ValuePattern::identifies).isPresent()) {
            double share = 100.0 * hits.get(form.get()) / present;
            return new Suspicion(
                    Role.IDENTIFIER,
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of its values look like %s.",
                            share,
                            form.get().words()));
        }
        Optional<NameHints.Hint> hint = NameHints.of(field.name());
        if (hint.isPresent()) {
            return new Suspicion(
                    hint.get().role(), "Its name suggests " + hint.get().meaning() + ".");
        }
        return byUniqueness(field, present, distinct, form);
    }

    private static Suspicion byUniqueness(StructField field, long present, long distinct, Optional<ValuePattern> form) {
        double share = (double) distinct / present;
        String counted = distinct + " different values in " + present + " rows";
        boolean date = field.dataType() instanceof DateType || form.equals(Optional.of(ValuePattern.DATE));
        if (present >= 20 && !fractional(field.dataType()) && !date && share >= 0.95) {
            return new Suspicion(Role.IDENTIFIER, "Nearly every row has a value of its own: " + counted + ".");
        } else if (present >= 20 && !fractional(field.dataType()) && share >= 0.3) {
            return new Suspicion(Role.QUASI_IDENTIFIER, "Few people share a value: " + counted + ".");
        } else if (form.isPresent()) {
            return new Suspicion(Role.PLAIN, "It holds " + form.get().words() + ": " + counted + ".");
        }
        return new Suspicion(Role.PLAIN, "Neither its name nor its values point to a person: " + counted + ".");
    }

    private static boolean holds(Predicate<String> check, Dataset<Row> table, String name, ValuePattern pattern) {
        Column value = column(table, name);
        List<Row> sample = table.select(value)
                .filter(trim(value).rlike(pattern.regex()))
                .limit(CHECKED)
                .collectAsList();
        return sample.stream()
                        .filter(row -> check.test(row.getString(0).strip()))
                        .count()
                >= MOST * sample.size();
    }
}
