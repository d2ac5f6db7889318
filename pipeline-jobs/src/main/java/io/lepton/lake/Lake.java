package io.lepton.lake;

import io.delta.tables.DeltaTable;
import io.lepton.error.LeptonException;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import scala.Option;

/** The tables below one root, any Hadoop path. The one place that opens tables and writes them. */
public final class Lake {
    /** Characters that Parquet's own column names cannot hold; Delta then maps names to its own. */
    private static final String AWKWARD = ".*[ ,;{}()\\n\\t=].*";

    private final SparkSession spark;
    private final Path root;

    /** Opens the lake, or says why it cannot be reached. */
    public Lake(SparkSession spark, String root) {
        this.spark = spark;
        Path given = new Path(root);
        try {
            FileSystem fileSystem = given.getFileSystem(spark.sparkContext().hadoopConfiguration());
            this.root = fileSystem.makeQualified(given);
            if (!fileSystem.exists(this.root) && !fileSystem.mkdirs(this.root)) {
                throw new IOException("the folder cannot be made");
            }
        } catch (IOException | RuntimeException e) {
            throw LeptonException.configuration(
                    "Cannot reach the lake at " + root + ": " + e.getMessage()
                            + ". Check 'lake' in the pipeline file, and that you may write there.",
                    e);
        }
    }

    public String root() {
        return root.toString();
    }

    public String pathOf(String table) {
        return new Path(root, table).toString();
    }

    public boolean exists(String table) {
        return DeltaTable.isDeltaTable(spark, pathOf(table));
    }

    public Dataset<Row> read(String table) {
        requireExists(table);
        return spark.read().format("delta").load(pathOf(table));
    }

    public Dataset<Row> read(String table, long version) {
        requireExists(table);
        return spark.read().format("delta").option("versionAsOf", version).load(pathOf(table));
    }

    public long version(String table) {
        requireExists(table);
        return log(table).update(false, Option.empty(), Option.empty()).version();
    }

    /** Makes the rows the table's only rows, in one commit. */
    public TableVersion replace(Dataset<Row> rows, String table, WriteId id) {
        return write(rows, table, id, rows.write().mode(SaveMode.Overwrite).option("overwriteSchema", true));
    }

    /** Adds the rows, in one commit; new columns are added to the table. */
    public TableVersion append(Dataset<Row> rows, String table, WriteId id) {
        return write(rows, table, id, rows.write().mode(SaveMode.Append).option("mergeSchema", true));
    }

    private TableVersion write(Dataset<Row> rows, String table, WriteId id, DataFrameWriter<Row> writer) {
        boolean existed = exists(table);
        if (existed && holds(table, id)) {
            return new TableVersion(table, version(table));
        }
        if (!existed && needsMapping(rows)) {
            writer.option("delta.columnMapping.mode", "name")
                    .option("delta.minReaderVersion", 2)
                    .option("delta.minWriterVersion", 5);
        }
        writer.format("delta").options(id.deltaOptions(table)).save(pathOf(table));
        return new TableVersion(table, version(table));
    }

    private static boolean needsMapping(Dataset<Row> rows) {
        for (String column : rows.columns()) {
            if (column.matches(AWKWARD)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(String table, WriteId id) {
        return log(table)
                .update(false, Option.empty(), Option.empty())
                .transactions()
                .contains(id.application(table));
    }

    private DeltaLog log(String table) {
        return DeltaLog.forTable(spark, new Path(root, table));
    }

    private void requireExists(String table) {
        if (!exists(table)) {
            throw LeptonException.configuration("Cannot read table '" + table + "': there is none at " + pathOf(table)
                    + ". It is written by the stage '" + stageOf(table) + "': run that first, or check 'lake'.");
        }
    }

    private static String stageOf(String table) {
        String folder = table.contains("/") ? table.substring(0, table.indexOf('/')) : table;
        return switch (folder) {
            case "raw", "quarantine" -> "ingest";
            case "trusted" -> "anonymize";
            case "features" -> "features";
            case "scores" -> "score";
            case "audits" -> "audit";
            default -> "run";
        };
    }
}
