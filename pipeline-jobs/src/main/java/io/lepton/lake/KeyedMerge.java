package io.lepton.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Delta's MERGE by key, under a transaction identifier, so that it is done once. */
record KeyedMerge(SparkSession spark, String path) {
    private static final String GONE = "lepton_gone";
    private static final String SETTING = "spark.databricks.delta.write.";

    /** @param transaction {@code txnAppId} and {@code txnVersion} */
    void merge(KeyedRows batch, Map<String, String> transaction) {
        transaction.forEach((name, value) -> spark.conf().set(SETTING + name, value));
        try {
            new ActiveSession(spark).run(() -> execute(batch));
        } finally {
            transaction.keySet().forEach(name -> spark.conf().unset(SETTING + name));
        }
    }

    private void execute(KeyedRows batch) {
        Dataset<Row> kept = batch.rows().withColumn(GONE, lit(false));
        Dataset<Row> rows = batch.gone()
                .map(gone -> kept.unionByName(gone.withColumn(GONE, lit(true)), true))
                .orElse(kept)
                .as("batch");
        Column sameKey = batch.keys().stream()
                .map(key -> of("batch", key).equalTo(of("kept", key)))
                .reduce(Column::and)
                .orElseThrow();
        Column newer = of("batch", batch.time()).geq(of("kept", batch.time()));
        Column gone = of("batch", GONE);
        Map<String, Column> values = new HashMap<>();
        Arrays.stream(batch.rows().columns()).forEach(column -> values.put(quoted(column), of("batch", column)));
        // What this batch tells nothing of would be an older batch's.
        Map<String, Column> updated = new HashMap<>();
        DeltaTable table = DeltaTable.forPath(spark, path);
        Arrays.stream(table.toDF().columns()).forEach(column -> updated.put(quoted(column), lit(null)));
        updated.putAll(values);
        table.as("kept")
                .merge(rows, sameKey)
                .withSchemaEvolution()
                .whenMatched(gone.and(newer))
                .delete()
                .whenMatched(newer)
                .update(updated)
                .whenNotMatched(gone.unary_$bang())
                .insert(values)
                .execute();
    }

    private static Column of(String side, String column) {
        return col(side + "." + quoted(column));
    }

    private static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }
}
