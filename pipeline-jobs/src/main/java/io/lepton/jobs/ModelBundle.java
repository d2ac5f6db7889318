package io.lepton.jobs;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.struct;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.fairness.reductions.RandomizedModel;
import io.lepton.features.FittedFeatures;
import io.lepton.features.InputProfile;
import io.lepton.jobs.mitigation.repaired.RepairedModel;
import io.lepton.training.Evaluation;
import io.lepton.training.Quality;
import io.lepton.training.calibration.CalibratedModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Everything that turns a row of a trusted table into a score, kept together.
 *
 * @param inputs what values were like in the rows that were learned from
 */
public record ModelBundle(FittedFeatures features, InputProfile inputs, PipelineModel model, LabelCodec label) {
    private static final String INPUTS = "inputs.json";
    private static final String KEPT = "lepton_kept";
    private static final String ROW = "lepton_row";
    private static final String RAW = "lepton_raw_score";
    private static final String LABEL = "label.json";

    /** Names of the files and folders that hold one. */
    static final List<String> PARTS = List.of("features", INPUTS, "model", LABEL);

    /**
     * Adds {@code score} (double: the positive class's probability, the likeliest class's probability, or the estimated quantity),
     * {@code prediction} (string: the label as people write it) and, of several classes, {@code probabilities} (map of label and probability);
     * keeps every other column.
     */
    public Dataset<Row> predict(Dataset<Row> rows) {
        return predict(rows, Arrays.asList(rows.columns()));
    }

    /** The same, with these columns of the rows and no others. */
    public Dataset<Row> predict(Dataset<Row> rows, List<String> kept) {
        return predict(rows, kept, ScoreNames.USUAL, List.of());
    }

    /**
     * The same, with these columns of the rows and no others: what is neither kept nor an input is not even read.
     *
     * @param names of what is added, as far as models of this label add it; columns of these names that the rows had are replaced
     * @param tallies of the inputs' values, one or none; they stay empty where only the stages of Spark ML know the model
     */
    Dataset<Row> predict(Dataset<Row> rows, List<String> kept, ScoreNames names, List<InputTally> tallies) {
        requireInputs(rows);
        ScoreNames told = names.of(label);
        return mitigated()
                .map(mitigated -> mitigated.predict(rows, kept, told, tallies))
                .orElseGet(() -> BlockScoring.predict(this, rows, kept, told, tallies, Optional.empty())
                        .orElseGet(() -> predictByStages(rows, kept, told)));
    }

    /**
     * The same, and counts the rows for an audit. Sampled rows bear what the audit keeps of them.
     *
     * @return absent for models whose decisions or features are not made block by block
     */
    Optional<Dataset<Row>> predictCounted(
            Dataset<Row> rows, List<String> kept, ScoreNames names, InputTally tally, ScoringAudit audit) {
        requireInputs(rows);
        return mitigated().isPresent()
                ? Optional.empty()
                : BlockScoring.predict(this, rows, kept, names.of(label), List.of(tally), Optional.of(audit));
    }

    /** The same as {@link #predict(Dataset, List, ScoreNames, List)} by the stages of Spark ML one after the other. */
    Dataset<Row> predictByStages(Dataset<Row> rows, List<String> kept, ScoreNames names) {
        Dataset<Row> read = rows;
        ScoreNames told = names.of(label);
        List<Column> columns = new ArrayList<>();
        for (String column : kept) {
            if (!told.all().contains(column)) {
                columns.add(col(KEPT).getField(column).as(column));
            }
        }
        columns.add(score(outputs()).as(names.score()));
        columns.add(label.decode(col("prediction")).as(names.prediction()));
        if (names.rawScore().isPresent() && model.stages()[0] instanceof RandomizedModel) {
            columns.add(col(MitigatedModel.EXPECTED).as(names.rawScore().get()));
        } else if (names.rawScore().isPresent()) {
            Dataset<Row> raw = uncalibrated().predictNumbersByStages(rows.withColumn(ROW, struct(col("*"))));
            read = raw.select(col(ROW + ".*"), outputs().as(RAW));
            columns.add(score(col(KEPT).getField(RAW)).as(names.rawScore().get()));
        }
        told.probabilities()
                .ifPresent(name -> columns.add(
                        label.byClass(vector_to_array(outputs(), "float64")).as(name)));
        return predictNumbersByStages(read.withColumn(KEPT, struct(col("*")))).select(columns.toArray(Column[]::new));
    }

    private Optional<MitigatedScoring> mitigated() {
        return MitigatedScoring.of(this);
    }

    /** The protected attribute that rows must tell when they are scored; most models ask for none. */
    Optional<String> protectedAttribute() {
        return mitigated()
                .map(MitigatedScoring::mitigated)
                .filter(MitigatedModel::needsProtectedAttribute)
                .map(MitigatedModel::naming)
                .or(() -> RepairedModel.of(model).map(found -> found.repair().naming()))
                .map(GroupNaming::attribute);
    }

    /** Whether the model decides about each row itself, so that no threshold of the score does. */
    boolean decides() {
        return mitigated().filter(found -> found.mitigated().decides()).isPresent();
    }

    /** Columns that the model reads of rows that it scores, but for their keys. */
    List<String> inputColumns() {
        return Stream.concat(features.inputColumns().stream(), protectedAttribute().stream())
                .distinct()
                .toList();
    }

    /** As it was before its probabilities were mended. */
    private ModelBundle uncalibrated() {
        Transformer[] stages = Arrays.stream(model.stages())
                .map(stage -> stage instanceof CalibratedModel calibrated ? calibrated.model() : stage)
                .toArray(Transformer[]::new);
        return with(new PipelineModel(model.uid() + "-raw", stages));
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
        return predicted
                .withColumn("score", score(outputs()))
                .withColumn("prediction", label.decode(col("prediction")));
    }

    /** What the model says: a probability a class, or the quantity. */
    private Column outputs() {
        return col(label.task().classifies() ? "probability" : "prediction");
    }

    /** What outputs, be they of this model or of one before it was calibrated, say of what this model predicts. */
    private Column score(Column outputs) {
        return switch (label.task()) {
            case BINARY -> vector_to_array(outputs, "float64").getItem(1);
            case MULTICLASS -> element_at(
                    vector_to_array(outputs, "float64"),
                    col("prediction").plus(1).cast("int"));
            case REGRESSION -> outputs;
        };
    }

    private void requireInputs(Dataset<Row> rows) {
        List<String> present = Arrays.asList(rows.columns());
        List<String> missing = inputColumns().stream()
                .filter(column -> !present.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw LeptonException.configuration("Cannot score these rows: the model needs the column"
                    + (missing.size() == 1 ? "" : "s") + " " + String.join(", ", missing) + ", and the table has "
                    + String.join(", ", present) + ".");
        }
    }

    /** The same around another model of the same features. */
    ModelBundle with(PipelineModel other) {
        return new ModelBundle(features, inputs, other, label);
    }

    public void save(SparkSession spark, String folder) {
        features.save(folder + "/features");
        try {
            model.write().overwrite().save(folder + "/model");
            write(spark, new Path(folder, INPUTS), Json.text(inputs));
            write(spark, new Path(folder, LABEL), Json.text(label));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot save the model to " + folder, e);
        }
    }

    private static void write(SparkSession spark, Path file, String text) throws IOException {
        try (FSDataOutputStream out =
                file.getFileSystem(spark.sparkContext().hadoopConfiguration()).create(file, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public static ModelBundle load(SparkSession spark, String folder) {
        LabelCodec label = loadLabel(spark, folder);
        return new ModelBundle(
                FittedFeatures.load(spark, folder + "/features"),
                loadInputs(spark, folder),
                PipelineModel.load(folder + "/model"),
                label);
    }

    /** The label alone, for those who need no scores. */
    static LabelCodec loadLabel(SparkSession spark, String folder) {
        try {
            return Json.read(text(spark, new Path(folder, LABEL)), LabelCodec.class);
        } catch (IOException e) {
            throw LeptonException.configuration("Cannot load a model from " + folder + ": " + e.getMessage(), e);
        }
    }

    private static InputProfile loadInputs(SparkSession spark, String folder) {
        try {
            return Json.read(text(spark, new Path(folder, INPUTS)), InputProfile.class);
        } catch (FileNotFoundException e) {
            return InputProfile.unknown();
        } catch (IOException e) {
            throw LeptonException.configuration("Cannot load a model from " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String text(SparkSession spark, Path file) throws IOException {
        try (FSDataInputStream in =
                file.getFileSystem(spark.sparkContext().hadoopConfiguration()).open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
