package io.lepton.jobs.curves;

import static org.apache.spark.sql.functions.col;

import io.lepton.training.curves.CurvePoint;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** One run's rows of {@code training_curves}, a long table: one row a figure. */
public record CurveTable(String runId) {
    public static final String NAME = "training_curves";

    private static final StructType SCHEMA = StructType.fromDDL("run_id string, model string, curve string, "
            + "step int, steps int, time timestamp, metric string, value double");

    public Dataset<Row> rows(SparkSession spark, List<ModelPoint> points) {
        List<Row> rows = points.stream()
                .flatMap(step -> step.point().values().entrySet().stream().map(value -> row(step, value)))
                .toList();
        return spark.createDataFrame(rows, SCHEMA).coalesce(1);
    }

    private Row row(ModelPoint step, Map.Entry<String, Double> value) {
        CurvePoint point = step.point();
        return RowFactory.create(
                runId,
                step.model(),
                point.curve(),
                point.step(),
                point.steps(),
                new Timestamp(point.millis()),
                value.getKey(),
                value.getValue());
    }

    /** The run's steps in a table, by model, curve and step. */
    public List<ModelPoint> points(Dataset<Row> table) {
        Map<Step, Map<String, Double>> values = new LinkedHashMap<>();
        table.where(col("run_id").equalTo(runId))
                .select("model", "curve", "step", "steps", "time", "metric", "value")
                .orderBy("model", "curve", "step")
                .collectAsList()
                .forEach(row -> values.computeIfAbsent(Step.of(row), step -> new TreeMap<>())
                        .put(row.getString(5), row.getDouble(6)));
        return values.entrySet().stream()
                .map(step -> step.getKey().with(step.getValue()))
                .toList();
    }

    /** What the rows of a step have in common. */
    private record Step(String model, String curve, int step, int steps, long millis) {
        static Step of(Row row) {
            return new Step(
                    row.getString(0),
                    row.getString(1),
                    row.getInt(2),
                    row.getInt(3),
                    row.getTimestamp(4).getTime());
        }

        ModelPoint with(Map<String, Double> values) {
            return new ModelPoint(model, new CurvePoint(curve, step, steps, millis, values));
        }
    }
}
