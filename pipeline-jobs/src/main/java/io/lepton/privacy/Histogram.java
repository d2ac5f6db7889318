package io.lepton.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.privacy.recoding.Combinations;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * The distinct combinations of a table's quasi-identifiers with their counts, on the driver: as codes for the search, and as the rows they
 * came from for the way back. Its order is that of the values, whatever the order of the table.
 */
final class Histogram {
    /** Combinations times columns that the driver takes: about 4 GB of rows. */
    private static final long MOST_CELLS = 20_000_000;

    private final List<Row> rows;
    private final List<QuasiIdentifier> columns;
    private final Combinations combinations;

    private Histogram(List<Row> rows, List<QuasiIdentifier> columns, Combinations combinations) {
        this.rows = rows;
        this.columns = columns;
        this.combinations = combinations;
    }

    /**
     * A quasi-identifier as it is grouped, joined and published where nothing is generalized: not-a-number is a missing value.
     */
    static Column value(Dataset<Row> table, String name) {
        Column value = Columns.of(table, name);
        DataType type = Columns.type(table, name);
        return type instanceof DoubleType || type instanceof FloatType
                ? when(isnan(value), lit(null)).otherwise(value)
                : value;
    }

    static Histogram of(Dataset<Row> table, KAnonymity request) {
        List<String> names = request.quasiIdentifiers();
        int d = names.size();
        Column[] typed = IntStream.range(0, d)
                .mapToObj(i -> value(table, names.get(i)).as("q" + i))
                .toArray(Column[]::new);
        Column[] keys = IntStream.range(0, d).mapToObj(i -> col("q" + i)).toArray(Column[]::new);
        List<Column> columns = new ArrayList<>(List.of(keys));
        for (int i = 0; i < d; i++) {
            columns.add(keys[i].cast(DataTypes.StringType));
        }
        for (int i = 0; i < d; i++) {
            columns.add(ordinal(names.get(i), Columns.type(table, names.get(i)), keys[i]));
        }
        columns.add(col("rows"));
        Iterator<Row> counted = table.select(typed)
                .groupBy(keys)
                .agg(count(lit(1)).as("rows"))
                .select(columns.toArray(Column[]::new))
                .toLocalIterator();
        return encode(table, request, collect(counted, d));
    }

    private static List<Row> collect(Iterator<Row> counted, int d) {
        List<Row> rows = new ArrayList<>();
        while (counted.hasNext()) {
            rows.add(counted.next());
            if ((long) rows.size() * d > MOST_CELLS) {
                throw LeptonException.configuration("Cannot anonymize the table: its " + d
                        + " quasi-identifiers have more than " + MOST_CELLS / d
                        + " distinct combinations, more than one machine's memory is used for. Round the finest of them first"
                        + " (generalize with a width, a date part or a prefix), or name fewer.");
            }
        }
        return rows;
    }

    /** The value as a number to order by and measure spans with; null for categories. */
    private static Column ordinal(String name, DataType type, Column value) {
        if (type instanceof NumericType) {
            return value.cast("double");
        } else if (type.equals(DataTypes.DateType)) {
            return value.cast("timestamp").cast("double");
        } else if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType)) {
            return value.cast("timestamp").cast("double");
        } else if (type instanceof StringType || type instanceof BooleanType) {
            return lit(null).cast("double");
        }
        throw LeptonException.configuration(
                "Cannot anonymize column '" + name + "': it holds " + type.simpleString()
                        + ", and a quasi-identifier must be text, a number, a date or a boolean. Drop the column, or take it apart first.");
    }

    private static Histogram encode(Dataset<Row> table, KAnonymity request, List<Row> rows) {
        int d = request.quasiIdentifiers().size();
        List<QuasiIdentifier> columns = new ArrayList<>();
        int[][] unordered = new int[d][];
        for (int i = 0; i < d; i++) {
            String name = request.quasiIdentifiers().get(i);
            boolean ordinal = !(Columns.type(table, name) instanceof StringType)
                    && !(Columns.type(table, name) instanceof BooleanType);
            QuasiIdentifier column =
                    QuasiIdentifier.of(name, ordinal, request.hierarchies().get(name), rows, d + i, 2 * d + i);
            columns.add(column);
            unordered[i] = rows.stream().mapToInt(column::code).toArray();
        }
        int[] order = IntStream.range(0, rows.size())
                .boxed()
                .sorted((a, b) -> compare(unordered, a, b))
                .mapToInt(Integer::intValue)
                .toArray();
        int[][] codes = new int[d][];
        for (int i = 0; i < d; i++) {
            int[] column = unordered[i];
            codes[i] = IntStream.of(order).map(row -> column[row]).toArray();
        }
        long[] counts = IntStream.of(order)
                .mapToLong(row -> rows.get(row).getLong(3 * d))
                .toArray();
        List<Row> ordered = IntStream.of(order).mapToObj(rows::get).toList();
        return new Histogram(
                ordered,
                columns,
                new Combinations(
                        columns.stream().map(QuasiIdentifier::attribute).toList(), codes, counts));
    }

    private static int compare(int[][] codes, int a, int b) {
        for (int[] column : codes) {
            int order = Integer.compare(column[a], column[b]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    Combinations combinations() {
        return combinations;
    }

    List<QuasiIdentifier> columns() {
        return columns;
    }

    /** The typed value of a quasi-identifier, as Spark gave it. */
    Object value(int combination, int column) {
        return rows.get(combination).get(column);
    }
}
