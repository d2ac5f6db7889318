package io.lepton.training;

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

/** Small synthetic training rows: four features of which the first two matter, a tenth of the values missing. */
final class TrainingData {
    private TrainingData() {}

    static Dataset<Row> of(SparkSession spark, TaskType task, int rows) {
        return of(spark, task, rows, 0.1, 7);
    }

    static Dataset<Row> of(SparkSession spark, TaskType task, int rows, double missing, long seed) {
        Random random = new Random(seed);
        List<Row> data = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double[] x = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextInt(3)};
            double signal = 1.5 * x[0] - x[1] + 0.5 * random.nextGaussian();
            double label =
                    switch (task) {
                        case BINARY -> signal > 0.3 ? 1 : 0;
                        case MULTICLASS -> signal < -1 ? 0 : signal < 1 ? 1 : 2;
                        case REGRESSION -> 10 + signal;
                    };
            for (int j = 0; j < x.length; j++) {
                if (random.nextDouble() < missing) {
                    x[j] = Double.NaN;
                }
            }
            data.add(RowFactory.create("row-" + i, Vectors.dense(x), label, 0.5 + random.nextDouble()));
        }
        return spark.createDataFrame(
                data,
                new StructType()
                        .add("the.key", DataTypes.StringType)
                        .add("features", SQLDataTypes.VectorType())
                        .add("label", DataTypes.DoubleType)
                        .add("weight", DataTypes.DoubleType));
    }
}
