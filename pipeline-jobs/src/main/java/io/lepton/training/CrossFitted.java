package io.lepton.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.lepton.error.LeptonException;
import io.lepton.training.stages.EnsembleModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Out-of-fold predictions of every model for the training rows, cached until closed. */
public final class CrossFitted implements AutoCloseable {
    /** Enough to fit a handful of coefficients. */
    private static final long MOST_SAMPLED_ROWS = 200_000;

    private final List<String> models;
    private final TaskType task;
    private final int classes;
    private final Dataset<Row> scored;

    CrossFitted(List<String> models, TaskType task, int classes, Dataset<Row> scored) {
        this.models = List.copyOf(models);
        this.task = task;
        this.classes = classes;
        this.scored = scored;
    }

    /** Names of the models, in their order. */
    public List<String> models() {
        return models;
    }

    public TaskType task() {
        return task;
    }

    /** Number of classes; 0 for regression. */
    public int classes() {
        return classes;
    }

    /** One model's out-of-fold predictions: the training rows without features, with prediction and, for classes, probability. */
    public Dataset<Row> predictions(String model) {
        int index = models.indexOf(model);
        if (index < 0) {
            throw LeptonException.configuration("Cannot show out-of-fold predictions of '" + model
                    + "': the models are " + String.join(", ", models) + ".");
        }
        Dataset<Row> rows = scored;
        Column score = col(scoreColumn(index));
        if (task.classifies()) {
            int size = classes;
            UDF1<Vector, Vector> padded = p -> Vectors.dense(Arrays.copyOf(p.toArray(), size));
            UDF1<Vector, Double> likeliest = p -> (double) p.argmax();
            rows = rows.withColumn(
                            "probability",
                            udf(padded, SQLDataTypes.VectorType()).apply(score))
                    .withColumn(
                            "prediction", udf(likeliest, DataTypes.DoubleType).apply(col("probability")));
        } else {
            rows = rows.withColumn("prediction", score);
        }
        return rows.drop(scoreColumns().toArray(String[]::new)).drop(CrossFitting.FOLD);
    }

    /** The quality of one model's out-of-fold predictions. */
    public Quality quality(String model) {
        return Evaluation.of(predictions(model), task);
    }

    /** The quality of every model, in their order. */
    public Map<String, Quality> qualities() {
        Map<String, Quality> qualities = new LinkedHashMap<>();
        List<Callable<Quality>> tasks = models.stream()
                .map(model -> (Callable<Quality>) () -> quality(model))
                .toList();
        List<Quality> measured = CrossFitting.atOnce(tasks, scored);
        models.forEach(model -> qualities.put(model, measured.get(qualities.size())));
        return qualities;
    }

    /**
     * Predictions of an ensemble for rows that neither its models nor the rule that joins them was fitted on: the rule is learned again
     * for each fold from the others. The training rows without features, with prediction and, for classes, probability.
     *
     * @param rule learns an ensemble from out-of-fold predictions
     */
    public Dataset<Row> predictions(Function<CrossFitted, EnsembleModel> rule) {
        Dataset<Row> all = null;
        for (Row fold : scored.select(CrossFitting.FOLD)
                .distinct()
                .orderBy(CrossFitting.FOLD)
                .collectAsList()) {
            Column isFold = col(CrossFitting.FOLD).equalTo(fold.get(0));
            CrossFitted others = new CrossFitted(models, task, classes, scored.filter(functions.not(isFold)));
            CrossFitted its = new CrossFitted(models, task, classes, scored.filter(isFold));
            Dataset<Row> part =
                    rule.apply(others).join(its.besideScores(), col("scores")).drop("scores");
            all = all == null ? part : all.unionByName(part);
        }
        return all;
    }

    /** label, weight and {@code scores}: a struct with one vector (classes) or number (regression) a model. */
    Dataset<Row> scores() {
        return besideScores().select("label", "weight", "scores");
    }

    /** The training rows without features, and {@code scores}. */
    private Dataset<Row> besideScores() {
        Column[] columns = scoreColumns().stream().map(functions::col).toArray(Column[]::new);
        return scored.withColumn("scores", functions.struct(columns))
                .drop(scoreColumns().toArray(String[]::new))
                .drop(CrossFitting.FOLD);
    }

    /** {@link #scores}, or an even draw from them where they are too many for one machine's memory. */
    JavaRDD<Row> sampledScores() {
        return sampledScores(MOST_SAMPLED_ROWS);
    }

    /** @param most of the rows, about */
    JavaRDD<Row> sampledScores(long most) {
        Dataset<Row> scores = scores();
        long rows = scores.count();
        return (rows <= most ? scores : scores.sample(false, (double) most / rows, 42L)).toJavaRDD();
    }

    /** For regression: each row's weight, the models' predictions, and last the label. */
    JavaRDD<double[]> numbers() {
        return scores().toJavaRDD().map(row -> {
            double[][] outputs = outputs(row.getStruct(2));
            double[] values = new double[outputs.length + 2];
            values[0] = row.getDouble(1);
            for (int m = 0; m < outputs.length; m++) {
                values[m + 1] = outputs[m][0];
            }
            values[outputs.length + 1] = row.getDouble(0);
            return values;
        });
    }

    /** The models' outputs in a row of {@link #scores}. */
    static double[][] outputs(Row scores) {
        double[][] outputs = new double[scores.size()][];
        for (int m = 0; m < outputs.length; m++) {
            outputs[m] = scores.get(m) instanceof Vector vector ? vector.toArray() : new double[] {scores.getDouble(m)};
        }
        return outputs;
    }

    static String scoreColumn(int index) {
        return "lepton_out_of_fold_" + index;
    }

    private List<String> scoreColumns() {
        return java.util.stream.IntStream.range(0, models.size())
                .mapToObj(CrossFitted::scoreColumn)
                .toList();
    }

    /** Gives the cached rows' memory back. */
    @Override
    public void close() {
        scored.unpersist(false);
    }
}
