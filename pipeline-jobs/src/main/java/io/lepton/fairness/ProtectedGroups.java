package io.lepton.fairness;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** Turns each protected column into the name of the group that a row belongs to. */
public final class ProtectedGroups {
    public static final String MISSING = "(missing)";
    private static final int MOST_NUMBERS_AS_THEY_ARE = 20;
    private static final String NUMBER = "([-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)";
    private static final String RANGE = "^\\s*[\\[(]\\s*" + NUMBER + "\\s*,\\s*" + NUMBER + "\\s*[\\])]\\s*$";
    private static final String ONE_NUMBER = "^\\s*" + NUMBER + "\\s*$";

    private ProtectedGroups() {}

    /** Group columns by protected attribute. Reads the data once before the audit if an attribute has no declared bins. */
    public static Map<String, Column> of(Dataset<Row> rows, List<String> attributes, Map<String, List<Double>> bins) {
        List<String> undeclared = attributes.stream()
                .filter(name -> !bins.containsKey(name))
                .filter(name -> rows.schema().apply(name).dataType() instanceof NumericType)
                .toList();
        Map<String, List<Double>> quartiles = quartiles(rows, undeclared);
        Map<String, Column> groups = new LinkedHashMap<>();
        for (String name : attributes) {
            DataType type = rows.schema().apply(name).dataType();
            Column value = column(name);
            if (bins.containsKey(name)) {
                groups.put(name, ranges(number(value, type), value, checked(name, bins.get(name))));
            } else if (quartiles.containsKey(name)) {
                groups.put(name, ranges(number(value, type), value, quartiles.get(name)));
            } else {
                groups.put(name, asItIs(value, type));
            }
        }
        return groups;
    }

    public static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }

    /** Quartiles of the numeric columns that hold too many numbers for a group each. */
    private static Map<String, List<Double>> quartiles(Dataset<Row> rows, List<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        List<Column> aggregates = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Column value = column(names.get(i));
            aggregates.add(approx_count_distinct(value, 0.01).as("distinct" + i));
            Column[] shares = {lit(0.25), lit(0.5), lit(0.75)};
            Column real = value.cast("double");
            aggregates.add(percentile_approx(when(isnan(real), lit(null)).otherwise(real), array(shares), lit(10_000))
                    .as("quartiles" + i));
        }
        Row profile = rows.agg(
                        aggregates.get(0),
                        aggregates.subList(1, aggregates.size()).toArray(Column[]::new))
                .first();
        Map<String, List<Double>> edges = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            long distinct = profile.getLong(2 * i);
            if (distinct > MOST_NUMBERS_AS_THEY_ARE && !profile.isNullAt(2 * i + 1)) {
                List<Double> cuts = profile.getList(2 * i + 1);
                edges.put(names.get(i), cuts.stream().distinct().sorted().toList());
            }
        }
        return edges;
    }

    private static List<Double> checked(String name, List<Double> edges) {
        boolean ascending = !edges.isEmpty();
        for (int i = 0; i < edges.size(); i++) {
            ascending &= Double.isFinite(edges.get(i)) && (i == 0 || edges.get(i - 1) < edges.get(i));
        }
        if (!ascending) {
            throw LeptonException.configuration(
                    "Cannot audit fairness by column '%s': its bins are %s. Give at least one number, in ascending order."
                            .formatted(name, edges));
        }
        return edges;
    }

    /** The number that a cell stands for: itself, or the middle of a generalized range such as "[25, 30)". */
    private static Column number(Column value, DataType type) {
        if (type instanceof NumericType) {
            return value.cast("double");
        }
        Column text = value.cast("string");
        Column low = regexp_extract(text, RANGE, 1).cast("double");
        Column high = regexp_extract(text, RANGE, 2).cast("double");
        return when(text.rlike(RANGE), low.plus(high).divide(2.0))
                .when(
                        text.rlike(ONE_NUMBER),
                        regexp_extract(text, ONE_NUMBER, 1).cast("double"));
    }

    private static Column ranges(Column number, Column original, List<Double> edges) {
        Column group = when(original.isNull().or(isnan(number)), MISSING)
                .when(number.isNull(), asItIs(original, DataTypes.StringType));
        group = group.when(number.lt(edges.get(0)), "< " + plain(edges.get(0)));
        for (int i = 1; i < edges.size(); i++) {
            group = group.when(number.lt(edges.get(i)), plain(edges.get(i - 1)) + " to < " + plain(edges.get(i)));
        }
        return group.otherwise("≥ " + plain(edges.get(edges.size() - 1)));
    }

    private static Column asItIs(Column value, DataType type) {
        Column text = value.cast("string");
        if (type instanceof NumericType) {
            Column missing = value.isNull().or(isnan(value.cast("double")));
            return when(missing, MISSING).otherwise(regexp_replace(text, "\\.0$", ""));
        }
        Column blank = type instanceof StringType ? trim(text).equalTo("") : lit(false);
        return when(value.isNull().or(blank), MISSING).otherwise(text);
    }

    private static String plain(double edge) {
        return edge == Math.rint(edge) && Math.abs(edge) < 1e15 ? Long.toString((long) edge) : Double.toString(edge);
    }
}
