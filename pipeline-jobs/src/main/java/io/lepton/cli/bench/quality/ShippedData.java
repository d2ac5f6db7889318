package io.lepton.cli.bench.quality;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.FittedFeatures;
import io.lepton.features.TransformMethod;
import io.lepton.training.TaskType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Small sets of real data, as they are published, in a folder each. */
enum ShippedData {
    GERMAN_CREDIT("german.csv", true, TaskType.BINARY, "credit", "credit = 2", Set.of()),
    PIMA_DIABETES("pima.csv", false, TaskType.BINARY, "_c8", "_c8 = 1", Set.of()),
    MAMMOGRAPHY("mammography.csv", false, TaskType.BINARY, "_c6", "_c6 not like '%-1%'", Set.of()),
    AI4I2020(
            "ai4i2020.csv",
            true,
            TaskType.BINARY,
            "Machine failure",
            "`Machine failure` = 1",
            Set.of("UDI", "Product ID")),
    STUDENT_PERFORMANCE("student-mat.csv", true, TaskType.REGRESSION, "G3", "G3", Set.of());

    /** As in feature tables: without it, all copies of a row would fall into one fold, and one row of mammography has 3,322. */
    private static final String ROW = "row";

    private static final int PERCENT_TRAINED_ON = 70;

    /** Share of rows that a split holds out. */
    static final double HELD_OUT = 1 - PERCENT_TRAINED_ON / 100.0;

    private final String file;
    private final boolean header;
    private final TaskType task;
    private final String labelColumn;
    private final String label;
    private final Set<String> names;

    /**
     * @param label what is predicted, as SQL
     * @param names columns that name a row and tell nothing else
     */
    ShippedData(String file, boolean header, TaskType task, String labelColumn, String label, Set<String> names) {
        this.file = file;
        this.header = header;
        this.task = task;
        this.labelColumn = labelColumn;
        this.label = label;
        this.names = names;
    }

    /** A number of the row, features as vectors, label and weight. */
    record Split(Dataset<Row> training, Dataset<Row> heldOut) {}

    TaskType task() {
        return task;
    }

    /** Of its folder. */
    String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Path in(Path data) {
        return data.resolve(folder()).resolve(file);
    }

    /**
     * Row by row, as feature tables are split and folds are made: what was chosen on folds is to be judged on rows that were drawn alike. With all
     * copies of a row on one side, that of mammography which has 3,322 would decide what a split says. Transformations know the training rows alone.
     *
     * @param seed another splits otherwise
     */
    Split split(SparkSession spark, Path data, int seed) {
        Dataset<Row> rows = spark.read()
                .option("header", header)
                .option("inferSchema", true)
                .csv(in(data).toString())
                .where("`" + labelColumn + "` is not null")
                .withColumn(ROW, monotonically_increasing_id());
        Column place = pmod(xxhash64(col(ROW), lit(seed)), lit(100));
        Dataset<Row> training = rows.where(place.lt(PERCENT_TRAINED_ON));
        FittedFeatures features = new FeaturePlan(inputs(rows).stream()
                        .map(column -> new ColumnTransform(column, TransformMethod.AUTO, 10, 32))
                        .toList())
                .fit(training);
        return new Split(vectors(features, training), vectors(features, rows.where(place.geq(PERCENT_TRAINED_ON))));
    }

    private List<String> inputs(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .filter(name -> !name.equals(labelColumn) && !name.equals(ROW) && !names.contains(name))
                .toList();
    }

    private Dataset<Row> vectors(FittedFeatures features, Dataset<Row> rows) {
        return features.transform(rows)
                .select(
                        col(ROW),
                        array_to_vector(col("features").cast("array<double>")).as("features"),
                        expr(label).cast("double").as("label"),
                        lit(1.0).as("weight"));
    }
}
