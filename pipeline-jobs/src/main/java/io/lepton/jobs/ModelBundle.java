package io.lepton.jobs;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import io.lepton.error.LeptonException;
import io.lepton.features.FittedFeatures;
import io.lepton.training.Evaluation;
import io.lepton.training.Quality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Everything that turns a row of a trusted table into a score: transformations, model and label, kept together. */
public record ModelBundle(FittedFeatures features, PipelineModel model, LabelCodec label) {

    /**
     * Adds {@code score} (double: the positive class's probability, the likeliest class's probability, or the estimated quantity) and
     * {@code prediction} (string: the label as people write it); keeps every other column.
     */
    public Dataset<Row> predict(Dataset<Row> rows) {
        requireInputs(rows);
        return BlockScoring.predict(this, rows).orElseGet(() -> predictByStages(rows));
    }

    /** The same by the stages of Spark ML one after the other: what the quick way is compared with, and the way for models that it lacks. */
    Dataset<Row> predictByStages(Dataset<Row> rows) {
        return named(predictNumbersByStages(rows)).drop("features", "probability");
    }

    /** How good the predictions of rows with a known label are; rows without one count for nothing. */
    public Quality evaluate(Dataset<Row> rows) {
        requireInputs(rows);
        return Evaluation.of(
                label.encode(predictNumbers(rows)).where(col("label").isNotNull()), label.task());
    }

    /** Adds {@code probability} (vector; none for regression) and {@code prediction} (double, class number or quantity). */
    Dataset<Row> predictNumbers(Dataset<Row> rows) {
        return BlockScoring.predictNumbers(this, rows).orElseGet(() -> predictNumbersByStages(rows));
    }

    Dataset<Row> predictNumbersByStages(Dataset<Row> rows) {
        return model.transform(withVectors(features.transform(rows)));
    }

    /** Turns {@code features} from the array that tables hold to the vector that models take. */
    static Dataset<Row> withVectors(Dataset<Row> rows) {
        return rows.withColumn("features", array_to_vector(col("features").cast("array<double>")));
    }

    /** Replaces the numbers of {@link #predictNumbersByStages} by score and prediction. */
    private Dataset<Row> named(Dataset<Row> predicted) {
        Column score =
                switch (label.task()) {
                    case BINARY -> vector_to_array(col("probability"), "float64")
                            .getItem(1);
                    case MULTICLASS -> element_at(
                            vector_to_array(col("probability"), "float64"),
                            col("prediction").plus(1).cast("int"));
                    case REGRESSION -> col("prediction");
                };
        return predicted.withColumn("score", score).withColumn("prediction", label.decode(col("prediction")));
    }

    private void requireInputs(Dataset<Row> rows) {
        List<String> present = Arrays.asList(rows.columns());
        List<String> missing = features.inputColumns().stream()
                .filter(column -> !present.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw LeptonException.configuration("Cannot score these rows: the model needs the column"
                    + (missing.size() == 1 ? "" : "s") + " " + String.join(", ", missing) + ", and the table has "
                    + String.join(", ", present) + ".");
        }
    }

    public void save(SparkSession spark, String folder) {
        features.save(folder + "/features");
        try {
            model.write().overwrite().save(folder + "/model");
            Path labelFile = new Path(folder, "label.json");
            try (FSDataOutputStream out = labelFile
                    .getFileSystem(spark.sparkContext().hadoopConfiguration())
                    .create(labelFile, true)) {
                out.write(Json.text(label).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot save the model to " + folder, e);
        }
    }

    public static ModelBundle load(SparkSession spark, String folder) {
        LabelCodec label = loadLabel(spark, folder);
        return new ModelBundle(
                FittedFeatures.load(spark, folder + "/features"), PipelineModel.load(folder + "/model"), label);
    }

    /** The label alone, for those who need no scores. */
    static LabelCodec loadLabel(SparkSession spark, String folder) {
        Path labelFile = new Path(folder, "label.json");
        try (FSDataInputStream in = labelFile
                .getFileSystem(spark.sparkContext().hadoopConfiguration())
                .open(labelFile)) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), LabelCodec.class);
        } catch (IOException e) {
            throw LeptonException.configuration("Cannot load a model from " + folder + ": " + e.getMessage(), e);
        }
    }
}
