package io.lepton.lake;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * A version of a table whose files were looked up: who reads all of them more than once asks the log once. No file is left out by its statistics,
 * which takes a Spark job or two a query.
 */
public final class TableFiles {
    private final SparkSession spark;
    private final DeltaLog log;
    private final TableVersion version;
    private final Snapshot snapshot;
    private final List<AddFile> files;

    TableFiles(SparkSession spark, DeltaLog log, TableVersion version, Snapshot snapshot) {
        this.spark = spark;
        this.log = log;
        this.version = version;
        this.snapshot = snapshot;
        this.files = List.copyOf(snapshot.allFiles().collectAsList());
    }

    public TableVersion version() {
        return version;
    }

    /** All rows. */
    public Dataset<Row> rows() {
        return new ActiveSession(spark)
                .call(() -> log.createDataFrame(
                        snapshot, JavaConverters.asScalaBuffer(files).toList(), false, Option.empty()));
    }

    Snapshot snapshot() {
        return snapshot;
    }

    List<AddFile> files() {
        return files;
    }
}
