package io.lepton.training.stages;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that models of classes add, made of probabilities. */
public final class ClassColumns {
    private static final UDF1<Vector, Vector> LOGARITHM = probability -> {
        double[] logs = probability.toArray().clone();
        for (int k = 0; k < logs.length; k++) {
            logs[k] = Math.log(Math.max(Double.MIN_NORMAL, logs[k]));
        }
        return Vectors.dense(logs);
    };

    private static final UDF1<Vector, Double> LIKELIEST = probability -> (double) probability.argmax();

    private ClassColumns() {}

    /** Adds {@code probability}, {@code rawPrediction} (its natural logarithm) and {@code prediction} (the likeliest class). */
    public static Dataset<Row> added(Dataset<Row> rows, Column probabilities) {
        Column probability = col("probability");
        return rows.withColumn("probability", probabilities)
                .withColumn(
                        "rawPrediction",
                        udf(LOGARITHM, SQLDataTypes.VectorType()).apply(probability))
                .withColumn("prediction", udf(LIKELIEST, DataTypes.DoubleType).apply(probability));
    }

    /** The schema with these columns. */
    public static StructType added(StructType schema) {
        StructType result = Columns.adding(schema, "probability", SQLDataTypes.VectorType());
        result = Columns.adding(result, "rawPrediction", SQLDataTypes.VectorType());
        return Columns.adding(result, "prediction", DataTypes.DoubleType);
    }
}
