package io.lepton.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.delta.tables.DeltaTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/** A Delta table of features: keyed, and with an event time where rows become true at a time. */
public record FeatureTable(SparkSession spark, String path) {
    private static final String KEYS = "lepton.keys";
    private static final String EVENT_TIME = "lepton.event-time";

    /** Replaces the table in one commit. Options go to Delta's writer, for example a transaction identifier. */
    public void write(
            Dataset<Row> rows, List<String> keys, Optional<String> eventTime, Map<String, String> deltaOptions) {
        DataFrameWriter<Row> writer = rows.write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("overwriteSchema", true)
                .options(deltaOptions);
        boolean awkward = Arrays.stream(rows.columns()).anyMatch(column -> column.matches(".*[ ,;{}()\\n\\t=].*"));
        if (!DeltaTable.isDeltaTable(spark, path)) {
            writer = writer.option(KEYS, String.join("\n", keys)).option(EVENT_TIME, eventTime.orElse(""));
            if (awkward) {
                writer = writer.option("delta.columnMapping.mode", "name")
                        .option("delta.minReaderVersion", 2)
                        .option("delta.minWriterVersion", 5);
            }
        }
        writer.save(path);
    }

    public Dataset<Row> read() {
        if (!DeltaTable.isDeltaTable(spark, path)) {
            throw new FeatureException(
                    "Cannot read the feature table at " + path + ": there is none. Run the stage 'features' first.");
        }
        return spark.read().format("delta").load(path);
    }

    /**
     * For each left row, the features as they were at its time: the latest row of the same keys at or before it, never one from after.
     * Linear: one sort per key, no join of times.
     *
     * @param left keeps all of its rows and columns
     * @param leftTime column of the left rows, comparable with the event time
     */
    public Dataset<Row> pointInTimeJoin(Dataset<Row> left, List<String> keys, String leftTime, String eventTime) {
        Dataset<Row> features = read();
        List<String> values = Arrays.stream(features.columns())
                .filter(column -> !keys.contains(column) && !column.equals(eventTime))
                .toList();
        List<Column> leftColumns = new ArrayList<>(List.of(Names.columns(keys)));
        leftColumns.add(Names.column(leftTime).cast("timestamp").as("__time"));
        leftColumns.add(lit(1).as("__side"));
        leftColumns.add(struct(Names.columns(Arrays.asList(left.columns()))).as("__left"));
        List<Column> rightColumns = new ArrayList<>(List.of(Names.columns(keys)));
        rightColumns.add(Names.column(eventTime).cast("timestamp").as("__time"));
        rightColumns.add(lit(0).as("__side"));
        rightColumns.add(struct(Names.columns(values)).as("__features"));
        Dataset<Row> both = left.select(leftColumns.toArray(Column[]::new))
                .unionByName(features.select(rightColumns.toArray(Column[]::new)), true);
        Column latest = last("__features", true)
                .over(Window.partitionBy(Names.columns(keys))
                        .orderBy(col("__time"), col("__side"))
                        .rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
        return both.withColumn("__latest", latest)
                .where(col("__side").equalTo(1))
                .select(col("__left.*"), col("__latest.*"));
    }

    /** A row a column: count, missing, mean, deviation, least, most, approximate number of distinct values. */
    public Dataset<Row> statistics() {
        return read().summary("count", "mean", "stddev", "min", "max");
    }
}
