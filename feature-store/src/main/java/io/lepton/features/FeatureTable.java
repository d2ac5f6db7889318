package io.lepton.features;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.delta.tables.DeltaTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * A Delta table of features: keyed, and with an event time where rows become true at a time. Which columns those are is kept in the schema,
 * as metadata {@code lepton.role} of the columns, so that it changes with the rows in one commit.
 */
public record FeatureTable(SparkSession spark, String path) {
    private static final String ROLE = "lepton.role";
    private static final String KEY = "key";
    private static final String EVENT_TIME = "event-time";

    /** What lets column names hold characters that Parquet's cannot. */
    private static final Map<String, String> MAPPED =
            Map.of("delta.columnMapping.mode", "name", "delta.minReaderVersion", "2", "delta.minWriterVersion", "5");

    /** Replaces the table in one commit. Options go to Delta's writer, for example a transaction identifier. */
    public void write(
            Dataset<Row> rows, List<String> keys, Optional<String> eventTime, Map<String, String> deltaOptions) {
        List<String> present = Arrays.asList(rows.columns());
        List<String> absent = new ArrayList<>(keys);
        eventTime.ifPresent(absent::add);
        absent.removeAll(present);
        if (!absent.isEmpty()) {
            throw new FeatureException("Cannot write the feature table at " + path + ": the rows have no column '"
                    + String.join("', '", absent) + "'. Their columns: " + String.join(", ", present) + ".");
        }
        Column[] columns = present.stream()
                .map(name -> keys.contains(name)
                        ? Names.column(name).as(name, role(KEY))
                        : eventTime.filter(name::equals).isPresent()
                                ? Names.column(name).as(name, role(EVENT_TIME))
                                : Names.column(name))
                .toArray(Column[]::new);
        DataFrameWriter<Row> writer = rows.select(columns)
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("overwriteSchema", true)
                .options(deltaOptions);
        boolean awkward = present.stream().anyMatch(column -> column.matches("(?s).*[ ,;{}()\\n\\t=].*"));
        if (awkward && exists()) {
            mapNames();
        } else if (awkward) {
            MAPPED.forEach(writer::option);
        }
        writer.save(path);
    }

    /** A commit of its own: the writer cannot set properties of a table that exists. */
    private void mapNames() {
        Map<String, String> properties = DeltaTable.forPath(spark, path)
                .detail()
                .select("properties")
                .head()
                .getJavaMap(0);
        if (!"name".equals(properties.get("delta.columnMapping.mode"))) {
            String mapped = MAPPED.entrySet().stream()
                    .map(entry -> "'" + entry.getKey() + "' = '" + entry.getValue() + "'")
                    .collect(Collectors.joining(", "));
            spark.sql("ALTER TABLE delta.`" + path.replace("`", "``") + "` SET TBLPROPERTIES (" + mapped + ")");
        }
    }

    public Dataset<Row> read() {
        if (!exists()) {
            throw new FeatureException(
                    "Cannot read the feature table at " + path + ": there is none. Run the stage 'features' first.");
        }
        return spark.read().format("delta").load(path);
    }

    /** Columns that identify a row, together with the event time where there is one. */
    public List<String> keys() {
        return withRole(KEY);
    }

    /** The column that says when a row became true. */
    public Optional<String> eventTime() {
        return withRole(EVENT_TIME).stream().findFirst();
    }

    /**
     * For each left row, the features as they were at its time: the latest row of the same keys at or before it, never one from after.
     * Linear: one sort per key, no join of times. A left row without a key or a time finds nothing; of two feature rows of one key and one
     * time always the same one is taken.
     *
     * @param left keeps all of its rows and columns; has the table's key columns
     * @param leftTime column of the left rows, comparable with the event time
     * @throws FeatureException when the table has no event time, or a column of it is one of the left rows too
     */
    public Dataset<Row> pointInTimeJoin(Dataset<Row> left, String leftTime) {
        Dataset<Row> features = read();
        List<String> keys = keys();
        String eventTime = eventTime()
                .orElseThrow(() -> new FeatureException("Cannot join the feature table at " + path
                        + " by time: it was written without an event time (features.event-time)."));
        List<String> values = Arrays.stream(features.columns())
                .filter(column -> !keys.contains(column) && !column.equals(eventTime))
                .toList();
        requireDistinct(left, values);
        List<Column> leftColumns = new ArrayList<>(keyColumns(keys));
        leftColumns.add(Names.column(leftTime).cast("timestamp").as("__time"));
        leftColumns.add(lit(1).as("__side"));
        leftColumns.add(lit(0L).as("__tie"));
        leftColumns.add(struct(Names.columns(Arrays.asList(left.columns()))).as("__left"));
        List<Column> rightColumns = new ArrayList<>(keyColumns(keys));
        rightColumns.add(Names.column(eventTime).cast("timestamp").as("__time"));
        rightColumns.add(lit(0).as("__side"));
        rightColumns.add(xxhash64(Names.columns(values)).as("__tie"));
        rightColumns.add(struct(Names.columns(values)).as("__features"));
        Column known = Names.column(eventTime).isNotNull();
        for (String key : keys) {
            known = known.and(Names.column(key).isNotNull());
        }
        Dataset<Row> both = left.select(leftColumns.toArray(Column[]::new))
                .unionByName(features.where(known).select(rightColumns.toArray(Column[]::new)), true);
        Column latest = last("__features", true)
                .over(Window.partitionBy(joined(keys))
                        .orderBy(col("__time"), col("__side"), col("__tie"))
                        .rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
        return both.withColumn("__latest", latest)
                .where(col("__side").equalTo(1))
                .select(col("__left.*"), col("__latest.*"));
    }

    /**
     * A row a feature, numbers of arrays each for itself ({@code features[0]}, in the order of the fitted transformations' names): rows,
     * missing (null or NaN), mean, deviation (of a sample), least and most.
     */
    public Dataset<Row> statistics() {
        Dataset<Row> rows = read();
        List<Column> numbers = new ArrayList<>();
        Dataset<Row> all = null;
        for (StructField field : rows.schema().fields()) {
            if (field.dataType() instanceof ArrayType list && list.elementType() instanceof NumericType) {
                Dataset<Row> one = rows.select(posexplode(Names.column(field.name())))
                        .select(
                                lit(field.name()).as("column"),
                                col("pos"),
                                concat(lit(field.name() + "["), col("pos").cast("string"), lit("]"))
                                        .as("feature"),
                                col("col").cast("double").as("value"));
                all = all == null ? one : all.unionByName(one);
            } else if (field.dataType() instanceof NumericType) {
                numbers.add(struct(
                        lit(field.name()).as("column"),
                        lit(0).as("pos"),
                        lit(field.name()).as("feature"),
                        Names.column(field.name()).cast("double").as("value")));
            }
        }
        if (!numbers.isEmpty()) {
            Dataset<Row> plain = rows.select(
                            explode(array(numbers.toArray(Column[]::new))).as("number"))
                    .select("number.*");
            all = all == null ? plain : all.unionByName(plain);
        }
        if (all == null) {
            throw new FeatureException("Cannot describe the feature table at " + path + ": it holds no numbers.");
        }
        Column there = when(col("value").isNotNull().and(col("value").isNaN().unary_$bang()), col("value"));
        return all.groupBy("column", "pos", "feature")
                .agg(
                        count(lit(1)).as("rows"),
                        count(lit(1)).minus(count(there)).as("missing"),
                        avg(there).as("mean"),
                        stddev_samp(there).as("deviation"),
                        min(there).as("least"),
                        max(there).as("most"))
                .orderBy("column", "pos")
                .drop("column", "pos");
    }

    private boolean exists() {
        return DeltaTable.isDeltaTable(spark, path);
    }

    private List<String> withRole(String role) {
        return Arrays.stream(read().schema().fields())
                .filter(field -> field.metadata().contains(ROLE)
                        && field.metadata().getString(ROLE).equals(role))
                .map(StructField::name)
                .toList();
    }

    private static Metadata role(String role) {
        return new MetadataBuilder().putString(ROLE, role).build();
    }

    private static List<Column> keyColumns(List<String> keys) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            columns.add(Names.column(keys.get(i)).as("__key" + i));
        }
        return columns;
    }

    private static Column[] joined(List<String> keys) {
        Column[] columns = new Column[keys.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = col("__key" + i);
        }
        return columns;
    }

    private void requireDistinct(Dataset<Row> left, List<String> values) {
        List<String> both =
                values.stream().filter(Arrays.asList(left.columns())::contains).toList();
        if (!both.isEmpty()) {
            throw new FeatureException("Cannot join the feature table at " + path + ": the left rows have its column '"
                    + String.join("', '", both) + "' too. Rename or drop it there.");
        }
    }
}
