package io.lepton.training.calibration;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lepton.training.Predictions;
import io.lepton.training.TaskType;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * How often predicted probabilities come true: of two classes the second's, of several the likeliest class's (Guo, Pleiss, Sun and
 * Weinberger, 2017).
 *
 * @param bins ten of equal width from 0 to 1, those without rows left out
 */
public record Reliability(List<Bin> bins) {
    private static final int BINS = 10;

    /**
     * Rows with alike predictions.
     *
     * @param weight of the rows
     * @param predicted mean probability
     * @param observed share that it came true for
     */
    public record Bin(double weight, double predicted, double observed) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    /** @param predictions label (double), weight (double), probability (vector); read once */
    public static Reliability of(Dataset<Row> predictions, TaskType task) {
        UDF1<Vector, Double> confidence = task == TaskType.BINARY ? p -> p.apply(1) : p -> p.apply(p.argmax());
        UDF1<Vector, Double> claimed = task == TaskType.BINARY ? p -> 1.0 : p -> (double) p.argmax();
        Column weight = col("weight");
        Dataset<Row> rows = predictions.select(
                col("label"),
                weight,
                udf(confidence, DataTypes.DoubleType).apply(col("probability")).as("predicted"),
                udf(claimed, DataTypes.DoubleType).apply(col("probability")).as("claimed"));
        return new Reliability(rows
                .groupBy(least(floor(col("predicted").multiply(BINS)), lit((long) BINS - 1))
                        .as("bin"))
                .agg(
                        sum(weight).as("weight"),
                        sum(weight.multiply(col("predicted"))).as("predicted"),
                        sum(when(col("label").equalTo(col("claimed")), weight).otherwise(0.0))
                                .as("observed"))
                .where("weight > 0")
                .orderBy("bin")
                .collectAsList()
                .stream()
                .map(row -> new Bin(
                        row.getDouble(1), row.getDouble(2) / row.getDouble(1), row.getDouble(3) / row.getDouble(1)))
                .toList());
    }

    /** The same of predictions in memory. */
    public static Reliability of(Predictions predictions, TaskType task) {
        double[] weight = new double[BINS];
        double[] predicted = new double[BINS];
        double[] observed = new double[BINS];
        for (int row = 0; row < predictions.rows(); row++) {
            int claimed = task == TaskType.BINARY ? 1 : (int) predictions.predictions()[row];
            double confidence = predictions.probability(row, claimed);
            double ofRow = predictions.weights()[row];
            int bin = Math.min((int) (confidence * BINS), BINS - 1);
            weight[bin] += ofRow;
            predicted[bin] += ofRow * confidence;
            observed[bin] += predictions.labels()[row] == claimed ? ofRow : 0;
        }
        return new Reliability(IntStream.range(0, BINS)
                .filter(bin -> weight[bin] > 0)
                .mapToObj(bin -> new Bin(weight[bin], predicted[bin] / weight[bin], observed[bin] / weight[bin]))
                .toList());
    }

    /** ECE = Σ over bins of their share of the weight times |observed - predicted| (Naeini, Cooper and Hauskrecht, 2015); 0 to 1. */
    public double expectedCalibrationError() {
        double error = 0;
        double weight = 0;
        for (Bin bin : bins) {
            error += bin.weight() * Math.abs(bin.observed() - bin.predicted());
            weight += bin.weight();
        }
        return weight == 0 ? 0 : error / weight;
    }
}
