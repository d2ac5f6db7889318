package io.lepton.testing;

import io.lepton.files.LocalFiles;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods and constructors one Spark session with Delta, shared by all tests of a JVM: {@code @ExtendWith(LocalSpark.class)}
 * and a parameter of type {@link SparkSession}.
 */
public final class LocalSpark implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session();
    }

    /** A session of the same Spark that compiles its plans, as clusters do. */
    public static SparkSession compiling() {
        SparkSession session = session().newSession();
        session.conf().set("spark.sql.codegen.wholeStage", true);
        session.conf().set("spark.sql.codegen.factoryMode", "CODEGEN_ONLY");
        session.conf().set("spark.sql.adaptive.enabled", true);
        return session;
    }

    /** The shared session, for engines (jqwik) that resolve no parameters. */
    public static SparkSession session() {
        SparkSession.Builder builder = SparkSession.builder();
        LocalFiles.settings().forEach((key, value) -> builder.config("spark.hadoop." + key, value));
        return builder.master("local[2]")
                .appName("tests")
                .config("spark.ui.enabled", false)
                // Otherwise some tests log ten megabytes, which pass through three processes.
                .config("spark.log.level", "WARN")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.default.parallelism", 2)
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.databricks.delta.snapshotPartitions", 1)
                .config("spark.sql.session.timeZone", "UTC")
                // As in a short run: most of a test's plans run once, on a few rows.
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.adaptive.enabled", false)
                // Statistics of tables are compiled all the same: once for all tests.
                .config("spark.sql.codegen.cache.maxEntries", 1000)
                // Nobody looks at the plan of each query, and what is sent to this process needs no packing.
                .config("spark.sql.ui.explainMode", "simple")
                .config("spark.broadcast.compress", false)
                .config("spark.shuffle.compress", false)
                // What tasks tell the driver while they go on shall not keep a test waiting.
                .config("spark.executor.heartbeatInterval", "250ms")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
    }
}
