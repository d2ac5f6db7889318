package io.lepton.fairness.postprocessing;

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

/** Synthetic scores of groups whose base rates and whose scores' worth differ. */
final class ScoredRows {
    static final StructType COLUMNS = new StructType()
            .add("id", DataTypes.LongType)
            .add("the group.", DataTypes.StringType)
            .add("score", DataTypes.DoubleType)
            .add("label", DataTypes.DoubleType)
            .add("weight", DataTypes.DoubleType)
            .add("probability", SQLDataTypes.VectorType());

    private ScoredRows() {}

    static Row row(long id, String group, double score, int label, double weight) {
        return RowFactory.create(id, group, score, (double) label, weight, Vectors.dense(1 - score, score));
    }

    static Dataset<Row> of(SparkSession spark, List<Row> rows) {
        return spark.createDataFrame(rows, COLUMNS);
    }

    /**
     * Calibrated scores of (0, 1).
     *
     * @param decimals scores are cut to; fewer make more ties
     */
    static List<Row> random(long seed, int rows, int groups, int decimals) {
        Random random = new Random(seed);
        double scale = Math.pow(10, decimals);
        List<Row> drawn = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int group = random.nextInt(groups);
            double score = 1 / (1 + Math.exp(-(1 + .5 * group) * random.nextGaussian() + .7 * (group - 1)));
            score = Math.rint(score * scale) / scale;
            drawn.add(row(i, "g" + group, score, random.nextDouble() < score ? 1 : 0, .5 + random.nextDouble()));
        }
        return drawn;
    }
}
