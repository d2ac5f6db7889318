package io.lepton.training.neural;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Generated rows (id, features, label, weight) that a linear model can't learn. */
final class SyntheticRows {
    static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.IntegerType)
            .add("features", SQLDataTypes.VectorType())
            .add("label", DataTypes.DoubleType)
            .add("weight", DataTypes.DoubleType);

    private SyntheticRows() {}

    static Row row(int id, Vector features, double label, double weight) {
        return RowFactory.create(id, features, label, weight);
    }

    static Dataset<Row> of(SparkSession spark, List<Row> rows) {
        return spark.createDataFrame(rows, SCHEMA);
    }

    /** Points of the square from -1 to 1 in shifted and stretched units; class 1 where the signs differ. */
    static Dataset<Row> exclusiveOr(SparkSession spark, int rows, long seed) {
        return of(
                spark,
                generated(rows, 2, seed, x -> x[0] * x[1] < 0 ? 1 : 0).stream()
                        .map(row -> {
                            double[] x = row.<Vector>getAs(1).toArray();
                            return row(row.getInt(0), Vectors.dense(500 + 100 * x[0], x[1] / 50), row.getDouble(2), 1);
                        })
                        .toList());
    }

    /** Three Gaussian clouds in a row, so that the class in the middle has neighbours on both sides. */
    static Dataset<Row> clouds(SparkSession spark, int rows, long seed) {
        Random random = new Random(seed);
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int label = i % 3;
            double x = 3.0 * (label - 1) + 0.7 * random.nextGaussian();
            all.add(row(i, Vectors.dense(x, x * x + random.nextGaussian(), random.nextGaussian()), label, 1));
        }
        return of(spark, all);
    }

    /** y = 1000 + 200 sin(3 x₁) + 100 x₂², with a little noise. */
    static Dataset<Row> waves(SparkSession spark, int rows, long seed) {
        Random noise = new Random(seed + 1);
        return of(
                spark,
                generated(
                        rows,
                        3,
                        seed,
                        x -> 1000 + 200 * Math.sin(3 * x[0]) + 100 * x[1] * x[1] + 5 * noise.nextGaussian()));
    }

    private static List<Row> generated(int rows, int features, long seed, ToDoubleFunction<double[]> label) {
        Random random = new Random(seed);
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double[] x = random.doubles(features, -1, 1).toArray();
            all.add(row(i, Vectors.dense(x), label.applyAsDouble(x), 1));
        }
        return all;
    }
}
