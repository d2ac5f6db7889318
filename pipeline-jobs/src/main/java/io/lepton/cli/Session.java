package io.lepton.cli;

import io.lepton.files.LocalFiles;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a command: the cluster's when submitted to one, an embedded one otherwise. */
public final class Session {
    /** Up to 14 MB interpreting was measured to be faster, see BENCHMARKS.md; larger inputs are left to what Spark is made for. */
    private static final long WORTH_COMPILING = 16L << 20;

    /** Expressions are interpreted, and plans are not changed while they run. */
    static final Map<String, String> SHORT_WORK = Map.of(
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN",
            "spark.sql.adaptive.enabled", "false");

    private Session() {}

    /** @param inputBytes how much there is to read, if that is known; a cluster is not asked */
    public static SparkSession open(String name, Supplier<OptionalLong> inputBytes) {
        SparkSession.Builder builder = SparkSession.builder()
                .appName("lepton " + name)
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.session.timeZone", "UTC");
        if (System.getProperty("spark.master") == null) {
            int cores = Runtime.getRuntime().availableProcessors();
            builder.master("local[" + cores + "]")
                    .config("spark.ui.enabled", false)
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.sql.shuffle.partitions", cores)
                    .config("spark.default.parallelism", cores)
                    // Learning curves come with it; after ten seconds, as by default, many a training is over.
                    .config("spark.executor.heartbeatInterval", "2s")
                    // A run, and each batch of a stream, uses more than the 100 pieces of compiled code that are kept
                    // by default.
                    .config("spark.sql.codegen.cache.maxEntries", 1000)
                    // Small tables: fewer tasks to read the transaction log than the default of 50.
                    .config("spark.databricks.delta.snapshotPartitions", 1);
            LocalFiles.settings().forEach((key, value) -> builder.config("spark.hadoop." + key, value));
            OptionalLong bytes = inputBytes.get();
            if (bytes.isPresent() && bytes.getAsLong() < WORTH_COMPILING) {
                SHORT_WORK.forEach((key, value) -> builder.config(key, System.getProperty(key, value)));
            }
        }
        return builder.getOrCreate();
    }
}
