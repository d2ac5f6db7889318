package io.lepton.cli.bench.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.randn;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Delta tables of 30 columns of numbers and a label that hangs on some of them and on chance; seeded. */
record NumberTable(SparkSession spark, Path folder) {
    static final int FEATURES = 30;
    private static final int PARTS = 8;

    /** Columns id, f0 to f29 (double), label (0 or 1). Written when they are first asked for. */
    Dataset<Row> of(long rows, int seed) {
        Path path = folder.resolve("numbers-" + rows + "-" + seed);
        if (!Files.exists(path)) {
            draw(rows, seed).write().format("delta").save(path.toString());
        }
        return spark.read().format("delta").load(path.toString());
    }

    private Dataset<Row> draw(long rows, int seed) {
        List<Column> columns = new ArrayList<>(List.of(col("id")));
        for (int feature = 0; feature < FEATURES; feature++) {
            columns.add(round(randn(1000L * seed + feature), 3).as("f" + feature));
        }
        Column leaning = col("f0")
                .multiply(col("f1"))
                .plus(sin(col("f2").multiply(2)))
                .plus(col("f3"))
                .plus(rand(1000L * seed + FEATURES).minus(0.5).multiply(2));
        return spark.range(0, rows, 1, PARTS)
                .select(columns.toArray(Column[]::new))
                .withColumn("label", leaning.gt(lit(0.5)).cast("int"));
    }

    static String[] features() {
        return IntStream.range(0, FEATURES).mapToObj(i -> "f" + i).toArray(String[]::new);
    }

    /** Adds the vector that the libraries' own models take. */
    static Dataset<Row> assembled(Dataset<Row> rows) {
        return new VectorAssembler()
                .setInputCols(features())
                .setOutputCol("features")
                .transform(rows);
    }
}
