package io.lepton.fairness.reductions;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of two groups of which one is favoured: key, features (two numbers, the group, one of noise), label, amount, group, weight. */
public final class BiasedRows {
    private BiasedRows() {}

    public static Dataset<Row> of(SparkSession spark, int rows, long seed) {
        Random random = new Random(seed);
        List<Row> data = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int favoured = random.nextInt(5) < 3 ? 1 : 0;
            double first = random.nextGaussian() + 0.5 * favoured;
            double second = random.nextGaussian();
            double signal = first - 0.7 * second + 0.8 * favoured + random.nextGaussian();
            data.add(RowFactory.create(
                    "row-" + i,
                    Vectors.dense(first, second, favoured, random.nextGaussian()),
                    signal > 1 ? 1.0 : 0.0,
                    favoured == 1 ? signal : -2 * signal,
                    favoured == 1 ? "m" : "f",
                    0.5 + random.nextDouble()));
        }
        return spark.createDataFrame(
                        data,
                        new StructType()
                                .add("the.key", DataTypes.StringType)
                                .add("features", SQLDataTypes.VectorType())
                                .add("label", DataTypes.DoubleType)
                                .add("amount", DataTypes.DoubleType)
                                .add("the group", DataTypes.StringType)
                                .add("weight", DataTypes.DoubleType))
                .coalesce(2);
    }
}
