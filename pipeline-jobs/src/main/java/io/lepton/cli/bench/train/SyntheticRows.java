package io.lepton.cli.bench.train;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.randn;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sin;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Assembled rows of any number, whose label hangs on bends and interactions of some features and on chance: seeded, kept in Parquet. */
final class SyntheticRows {
    static final int FEATURES = 50;
    private static final int PARTS = 8;

    /** Few enough that Parquet writes a dictionary: twenty million rows take 2 GB and not 8. */
    private static final int DECIMALS = 3;

    private final SparkSession spark;
    private final Path folder;

    SyntheticRows(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** Columns features (a dense vector of 50), label (0 or 1) and weight (1). Written when they are first asked for. */
    Dataset<Row> of(long rows, int seed) {
        Path path = folder.resolve("rows-" + rows + "-" + seed);
        if (!Files.exists(path.resolve("_SUCCESS"))) {
            draw(rows, seed).write().mode("overwrite").parquet(path.toString());
        }
        return spark.read().parquet(path.toString());
    }

    private Dataset<Row> draw(long rows, int seed) {
        Column[] features = new Column[FEATURES];
        for (int feature = 0; feature < FEATURES; feature++) {
            features[feature] = round(randn(1000L * seed + feature), DECIMALS);
        }
        Dataset<Row> drawn = spark.range(0, rows, 1, PARTS)
                .select(array(features).as("x"), rand(1000L * seed + FEATURES).as("chance"));
        Column logOdds = x(0).multiply(x(1))
                .plus(sin(x(2).multiply(2)).multiply(1.5))
                .plus(x(3))
                .minus(x(4).multiply(x(4)).multiply(0.5))
                .plus(x(5).multiply(0.7))
                .minus(0.5);
        return drawn.select(
                array_to_vector(col("x")).as("features"),
                col("chance")
                        .lt(lit(1).divide(exp(logOdds.multiply(-1)).plus(1)))
                        .cast("double")
                        .as("label"),
                lit(1.0).as("weight"));
    }

    private static Column x(int feature) {
        return col("x").getItem(feature);
    }
}
