package io.lepton.cli;

import org.apache.spark.sql.SparkSession;

/** The Spark session of a command: the cluster's when submitted to one, an embedded one otherwise. */
final class Session {
    private Session() {}

    static SparkSession open(String name) {
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
                    // Small tables: fewer tasks to read the transaction log than the default of 50.
                    .config("spark.databricks.delta.snapshotPartitions", 1);
        }
        return builder.getOrCreate();
    }
}
