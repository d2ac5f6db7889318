package io.lepton.training;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.training.metrics.Confusion;
import io.lepton.training.metrics.RankCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures predictions against labels, exactly and weighted, in a few passes.
 *
 * <p>Up to {@value #MOST_ROWS_ON_DRIVER} rows are measured on the driver. More are measured where they are, nothing is collected per row:
 * for classes one pass sums the confusion matrix, log loss and Brier score; one sort a class gives the area under its ROC curve and
 * its average precision. For several classes auc, average_precision and f1 are means over the classes (one against the rest), and the
 * Brier score is the sum over classes of the squared error. For numbers two passes.
 */
public final class Evaluation {
    /** Log loss clips probabilities here, so that one confident error doesn't make it infinite. */
    private static final double SMALLEST_PROBABILITY = 1e-15;

    /** Up to so many predictions are measured on the driver: one job instead of several, which small data would mostly wait for. */
    private static final int MOST_ROWS_ON_DRIVER = 50_000;

    private Evaluation() {}

    /**
     * The quality of predictions.
     *
     * @param predictions columns label, prediction, for classes probability, and weight where rows count differently
     * @throws LeptonException when a column is absent (configuration) or the labels can't be learned from: no rows, one class (data)
     */
    public static Quality of(Dataset<Row> predictions, TaskType task) {
        return of(predictions, task, MOST_ROWS_ON_DRIVER);
    }

    static Quality of(Dataset<Row> predictions, TaskType task, int mostRowsOnDriver) {
        Dataset<Row> measured = measured(predictions, task);
        List<Row> some = measured.limit(mostRowsOnDriver + 1).collectAsList();
        if (some.size() <= mostRowsOnDriver) {
            return of(some, task);
        }
        // Several passes follow, and without a cache each would score the rows again.
        Dataset<Row> cached = measured.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return task.classifies() ? classes(cached, task) : numbers(cached);
        } finally {
            cached.unpersist(false);
        }
    }

    /**
     * The quality of predictions in memory.
     *
     * @param predictions rows of {@link #measured}
     */
    public static Quality of(List<Row> predictions, TaskType task) {
        return of(Predictions.of(predictions, task), task);
    }

    /** The quality of predictions in memory. */
    public static Quality of(Predictions predictions, TaskType task) {
        return new LocalEvaluation(task).of(predictions);
    }

    /** What is measured of predictions: label, prediction, weight, and for classes probability. */
    public static Dataset<Row> measured(Dataset<Row> predictions, TaskType task) {
        require(
                predictions,
                task.classifies() ? List.of("label", "prediction", "probability") : List.of("label", "prediction"));
        List<Column> columns = new ArrayList<>(List.of(
                col("label").cast("double").as("label"),
                col("prediction").cast("double").as("prediction"),
                col("weight")));
        if (task.classifies()) {
            columns.add(col("probability"));
        }
        return weighted(predictions).select(columns.toArray(Column[]::new));
    }

    private static void require(Dataset<Row> predictions, List<String> columns) {
        List<String> present = Arrays.asList(predictions.columns());
        for (String column : columns) {
            if (!present.contains(column)) {
                throw LeptonException.configuration("Cannot measure predictions: the column '" + column
                        + "' is absent. Score the rows with a model first. Columns: " + String.join(", ", present)
                        + ".");
            }
        }
    }

    private static Quality classes(Dataset<Row> predictions, TaskType task) {
        Column label = col("label");
        Column probability = col("probability");
        UDF2<Vector, Double, Double> ofLabel = (p, k) -> logLoss(p.toArray(), k.intValue());
        UDF2<Vector, Double, Double> squared = (p, k) -> squaredError(p.toArray(), k.intValue(), task);
        UDF1<Vector, Integer> size = Vector::size;
        List<Row> cells = predictions
                .groupBy(label, col("prediction"))
                .agg(
                        sum("weight"),
                        sum(col("weight")
                                .multiply(udf(ofLabel, DataTypes.DoubleType).apply(probability, label))),
                        sum(col("weight")
                                .multiply(udf(squared, DataTypes.DoubleType).apply(probability, label))),
                        org.apache.spark.sql.functions.max(
                                udf(size, DataTypes.IntegerType).apply(probability)))
                .collectAsList();
        Confusion confusion = Confusion.of(cells);
        return new Quality(metricsOf(confusion, task, positiveClass -> curve(predictions, positiveClass)));
    }

    /** All metrics of classes. @param curves the ranking by a class's probability */
    static Map<String, Double> metricsOf(Confusion confusion, TaskType task, IntFunction<RankCurve> curves) {
        if (task == TaskType.BINARY) {
            Map<String, Double> metrics = new TreeMap<>(confusion.ofTwoClasses());
            RankCurve curve = curves.apply(1);
            metrics.put("auc", curve.auc());
            metrics.put("average_precision", curve.averagePrecision());
            return metrics;
        }
        Map<String, Double> metrics = new TreeMap<>(confusion.ofSeveralClasses());
        double auc = 0;
        double precision = 0;
        List<Integer> labels = confusion.labels();
        for (int k : labels) {
            RankCurve curve = curves.apply(k);
            metrics.put("auc_class_" + k, curve.auc());
            auc += curve.auc() / labels.size();
            precision += curve.averagePrecision() / labels.size();
        }
        metrics.put("auc", auc);
        metrics.put("average_precision", precision);
        return metrics;
    }

    private static RankCurve curve(Dataset<Row> predictions, int positiveClass) {
        UDF1<Vector, Double> score = p -> at(p.toArray(), positiveClass);
        Column positive = col("label").equalTo((double) positiveClass);
        return RankCurve.of(predictions.select(
                udf(score, DataTypes.DoubleType).apply(col("probability")).as("score"),
                when(positive, col("weight")).otherwise(lit(0.0)).as("positive"),
                when(positive, lit(0.0)).otherwise(col("weight")).as("negative")));
    }

    private static double at(double[] probabilities, int index) {
        return index >= 0 && index < probabilities.length ? probabilities[index] : 0;
    }

    static double logLoss(double[] probabilities, int label) {
        return -Math.log(Math.max(SMALLEST_PROBABILITY, Math.min(1 - SMALLEST_PROBABILITY, at(probabilities, label))));
    }

    /** Of two classes the error of class 1's probability, of several the sum over classes. */
    static double squaredError(double[] probabilities, int label, TaskType task) {
        return task == TaskType.BINARY ? square(at(probabilities, 1) - label) : squaredDistance(probabilities, label);
    }

    private static double square(double x) {
        return x * x;
    }

    private static double squaredDistance(double[] probabilities, int label) {
        double sum = label < probabilities.length ? 0 : 1;
        for (int k = 0; k < probabilities.length; k++) {
            sum += square(probabilities[k] - (k == label ? 1 : 0));
        }
        return sum;
    }

    private static Quality numbers(Dataset<Row> predictions) {
        Column w = col("weight");
        Column y = col("label");
        Column error = y.minus(col("prediction"));
        Row first = predictions
                .agg(
                        count(lit(1)),
                        sum(w),
                        sum(w.multiply(y)),
                        sum(w.multiply(error).multiply(error)),
                        sum(w.multiply(abs(error))))
                .head();
        double mean = first.isNullAt(2) ? 0 : first.getDouble(2) / first.getDouble(1);
        Column deviation = y.minus(lit(mean));
        Row second = predictions
                .agg(coalesce(sum(w.multiply(deviation).multiply(deviation)), lit(0.0)))
                .head();
        return ofNumbers(
                first.getLong(0),
                first.isNullAt(1) ? 0 : first.getDouble(1),
                first.isNullAt(3) ? 0 : first.getDouble(3),
                first.isNullAt(4) ? 0 : first.getDouble(4),
                second.getDouble(0));
    }

    /** @param variation weighted sum of squared deviations of the labels from their mean */
    static Quality ofNumbers(long rows, double weight, double squaredErrors, double absoluteErrors, double variation) {
        if (rows == 0) {
            throw LeptonException.data(
                    "Cannot measure predictions: there are no rows. Check the split and the filters before it.");
        }
        if (variation == 0) {
            throw LeptonException.data(
                    "Cannot measure predictions: every row has the same label, so that there is nothing to"
                            + " predict. Check the label column and the split.");
        }
        return new Quality(Map.of(
                "rmse",
                Math.sqrt(squaredErrors / weight),
                "mae",
                absoluteErrors / weight,
                "r2",
                1 - squaredErrors / variation));
    }

    /** Rows without weights all count 1. */
    static Dataset<Row> weighted(Dataset<Row> rows) {
        return Arrays.asList(rows.columns()).contains("weight")
                ? rows.withColumn("weight", col("weight").cast("double"))
                : rows.withColumn("weight", lit(1.0));
    }
}
