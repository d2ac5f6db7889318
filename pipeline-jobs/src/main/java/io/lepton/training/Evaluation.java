package io.lepton.training;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.training.metrics.Confusion;
import io.lepton.training.metrics.RankCurve;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures predictions against labels, exactly and weighted, in a few distributed passes: nothing is collected per row.
 *
 * <p>For classes: one pass sums the confusion matrix, log loss and Brier score; one sort a class gives the area under its ROC curve and
 * its average precision. For several classes auc, average_precision and f1 are means over the classes (one against the rest), and the
 * Brier score is the sum over classes of the squared error. For numbers two passes.
 */
public final class Evaluation {
    /** Log loss clips probabilities here, so that one confident error doesn't make it infinite. */
    private static final double SMALLEST_PROBABILITY = 1e-15;

    private static final List<String> CLASS_COLUMNS = List.of("label", "prediction", "probability", "weight");
    private static final List<String> NUMBER_COLUMNS = List.of("label", "prediction", "weight");

    private Evaluation() {}

    /**
     * The quality of predictions.
     *
     * @param predictions columns label, prediction, for classes probability, and weight where rows count differently
     * @throws LeptonException when a column is absent (configuration) or the labels can't be learned from: no rows, one class (data)
     */
    public static Quality of(Dataset<Row> predictions, TaskType task) {
        require(
                predictions,
                task.classifies() ? List.of("label", "prediction", "probability") : List.of("label", "prediction"));
        Column[] columns = (task.classifies() ? CLASS_COLUMNS : NUMBER_COLUMNS)
                .stream().map(c -> col(c)).toArray(Column[]::new);
        // Several passes follow, and without a cache each would score the rows again.
        Dataset<Row> weighted = weighted(predictions).select(columns).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return task.classifies() ? classes(weighted, task) : numbers(weighted);
        } finally {
            weighted.unpersist(false);
        }
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
        Column label = col("label").cast("double");
        Column probability = col("probability");
        UDF2<Vector, Double, Double> ofLabel = (p, k) ->
                -Math.log(Math.max(SMALLEST_PROBABILITY, Math.min(1 - SMALLEST_PROBABILITY, at(p, k.intValue()))));
        boolean binary = task == TaskType.BINARY;
        UDF2<Vector, Double, Double> squared =
                (p, k) -> binary ? square(at(p, 1) - k) : squaredDistance(p, k.intValue());
        UDF1<Vector, Integer> size = Vector::size;
        List<Row> cells = predictions
                .groupBy(label.as("label"), col("prediction").cast("double").as("prediction"))
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
        Map<String, Double> metrics = new TreeMap<>(binary ? confusion.ofTwoClasses() : confusion.ofSeveralClasses());
        if (binary) {
            RankCurve curve = curve(predictions, 1);
            metrics.put("auc", curve.auc());
            metrics.put("average_precision", curve.averagePrecision());
        } else {
            averageOverClasses(predictions, confusion, metrics);
        }
        return new Quality(metrics);
    }

    private static void averageOverClasses(Dataset<Row> predictions, Confusion confusion, Map<String, Double> metrics) {
        double auc = 0;
        double precision = 0;
        List<Integer> labels = confusion.labels();
        for (int k : labels) {
            RankCurve curve = curve(predictions, k);
            metrics.put("auc_class_" + k, curve.auc());
            auc += curve.auc() / labels.size();
            precision += curve.averagePrecision() / labels.size();
        }
        metrics.put("auc", auc);
        metrics.put("average_precision", precision);
    }

    private static RankCurve curve(Dataset<Row> predictions, int positiveClass) {
        UDF1<Vector, Double> score = p -> at(p, positiveClass);
        Column positive = col("label").equalTo((double) positiveClass);
        return RankCurve.of(predictions.select(
                udf(score, DataTypes.DoubleType).apply(col("probability")).as("score"),
                when(positive, col("weight")).otherwise(lit(0.0)).as("positive"),
                when(positive, lit(0.0)).otherwise(col("weight")).as("negative")));
    }

    private static double at(Vector probability, int index) {
        return index >= 0 && index < probability.size() ? probability.apply(index) : 0;
    }

    private static double square(double x) {
        return x * x;
    }

    private static double squaredDistance(Vector probability, int label) {
        double sum = label < probability.size() ? 0 : 1;
        for (int k = 0; k < probability.size(); k++) {
            sum += square(probability.apply(k) - (k == label ? 1 : 0));
        }
        return sum;
    }

    private static Quality numbers(Dataset<Row> predictions) {
        Column w = col("weight");
        Column y = col("label").cast("double");
        Column error = y.minus(col("prediction"));
        Row first = predictions
                .agg(
                        count(lit(1)),
                        sum(w),
                        sum(w.multiply(y)),
                        sum(w.multiply(error).multiply(error)),
                        sum(w.multiply(abs(error))))
                .head();
        if (first.getLong(0) == 0) {
            throw LeptonException.data(
                    "Cannot measure predictions: there are no rows. Check the split and the filters before it.");
        }
        double weight = first.getDouble(1);
        Column deviation = y.minus(lit(first.getDouble(2) / weight));
        double variation = predictions
                .agg(sum(w.multiply(deviation).multiply(deviation)))
                .head()
                .getDouble(0);
        if (variation == 0) {
            throw LeptonException.data(
                    "Cannot measure predictions: every row has the same label, so that there is nothing to"
                            + " predict. Check the label column and the split.");
        }
        return new Quality(Map.of(
                "rmse",
                Math.sqrt(first.getDouble(3) / weight),
                "mae",
                first.getDouble(4) / weight,
                "r2",
                1 - first.getDouble(3) / variation));
    }

    /** Rows without weights all count 1. */
    static Dataset<Row> weighted(Dataset<Row> rows) {
        return Arrays.asList(rows.columns()).contains("weight")
                ? rows.withColumn("weight", col("weight").cast("double"))
                : rows.withColumn("weight", lit(1.0));
    }
}
