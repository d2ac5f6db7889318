package io.lepton.lake.erasure;

import io.delta.tables.DeltaTable;
import io.lepton.lake.ActiveSession;
import io.lepton.lake.Erasure;
import io.lepton.lake.Lake;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;

/**
 * Erases rows from tables: {@link #delete} or {@link #redact} them, {@link #forgetHistory} of the table, and once that is on record, {@link
 * #settle}. Each step can be repeated, and a table that was cut off between two of them goes on with the first.
 */
public final class TableEraser {
    private static final int TRIES = 5;

    private final SparkSession spark;
    private final Lake lake;

    /** Works in a session of its own, whose commits are told from others'. */
    public TableEraser(SparkSession spark, Lake lake) {
        this.spark = spark.cloneSession();
        this.lake = lake;
        Map.of(
                        "spark.databricks.delta.commitInfo.userMetadata", LogFacts.MARK,
                        // Files are to lose such rows, and not to be marked as if they had.
                        "spark.databricks.delta.delete.deletionVectors.persistent", "false",
                        "spark.databricks.delta.update.deletionVectors.persistent", "false")
                .forEach((key, value) -> this.spark.conf().set(key, value));
    }

    /**
     * Deletes rows from the table's newest version. Files without such rows stay as they are.
     *
     * @param condition without literals that tell of a person: the log keeps its text
     */
    public void delete(String table, Column condition) {
        active().run(() -> DeltaTable.forPath(spark, lake.pathOf(table)).delete(condition));
    }

    /** Changes columns of the rows that meet a condition; no text of either may tell of a person. */
    public void redact(String table, Column condition, Map<String, Column> columns) {
        active().run(() -> DeltaTable.forPath(spark, lake.pathOf(table)).update(condition, columns));
    }

    /** Writes all rows into new files, as the settings of the session have them now. */
    public void rewrite(String table) {
        active().run(() -> spark.read()
                .format("delta")
                .load(lake.pathOf(table))
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("dataChange", false)
                .save(lake.pathOf(table)));
    }

    /** Whether an erasure changed rows of the table and its history is not forgotten yet. */
    public boolean isErasing(String table) {
        newest(table);
        return LogFacts.of(log(table), folder(table).oldest()).erasing();
    }

    /**
     * Lets no older version be read: deletes all files but those of the newest version. Who wrote at the same time, and began before
     * this, cannot commit.
     */
    public ErasedTable forgetHistory(String table) {
        LogFolder folder = folder(table);
        Snapshot newest = newest(table);
        long oldest = folder.oldest();
        LogFacts facts = LogFacts.of(log(table), oldest);
        if (oldest == newest.version() && !facts.erasing() && folder.dataFiles() == newest.numOfFiles()) {
            return new ErasedTable(table, name(newest, newest.version()), newest.version(), 0, facts.files(), 0);
        }
        if (hasDeletionVectors(newest)) {
            sql(table, "REORG TABLE %s APPLY (PURGE)");
        }
        long began = System.currentTimeMillis();
        long version = mark(table, since(newest, facts, oldest));
        long deleted = folder.deleteData(
                needed(log(table).getSnapshotAt(version, Option.empty(), Option.empty(), Option.empty())), began);
        return new ErasedTable(
                table,
                name(newest, facts.erasing() ? facts.erased() : version),
                version,
                facts.rows(),
                facts.files(),
                deleted);
    }

    /** Deletes the log of what was erased: from now on it begins with a checkpoint of the version that was left. */
    public void settle(ErasedTable erased) {
        DeltaLog log = log(erased.table());
        if (folder(erased.table()).oldest() < erased.version()) {
            log.checkpoint(
                    log.getSnapshotAt(erased.version(), Option.empty(), Option.empty(), Option.empty()),
                    Option.empty());
            folder(erased.table()).deleteBefore(erased.version());
            DeltaLog.invalidateCache(spark, new Path(lake.pathOf(erased.table())));
        }
    }

    /** The commit after which nobody commits who began before it. */
    private long mark(String table, long since) {
        for (int i = 0; i < TRIES; i++) {
            long next = newest(table).version() + 1;
            sql(table, "ALTER TABLE %s SET TBLPROPERTIES (" + new Erasure(since, next).properties() + ")");
            Snapshot now = newest(table);
            if (now.version() == next) {
                return next;
            }
        }
        throw new IllegalStateException("others wrote to " + table + " at each of " + TRIES + " tries");
    }

    /** Rows of an erased version are those of versions before it. */
    private static long since(Snapshot newest, LogFacts facts, long oldest) {
        boolean replaced = facts.rowsSince() > oldest;
        return Erasure.of(newest.metadata())
                .filter(erasure -> !replaced)
                .map(Erasure::since)
                .orElse(facts.rowsSince());
    }

    /** Paths below the table. Where vectors came in again meanwhile, their files stay: they hold positions of rows and no values. */
    private static Predicate<String> needed(Snapshot left) {
        Set<String> files = new HashSet<>();
        left.allFiles()
                .select("path")
                .toLocalIterator()
                .forEachRemaining(row -> files.add(URI.create(row.getString(0)).getPath()));
        boolean vectors = hasDeletionVectors(left);
        return file -> files.contains(file) || vectors && file.contains("deletion_vector_");
    }

    private static String name(Snapshot table, long version) {
        return table.metadata().id() + "@" + version;
    }

    private static boolean hasDeletionVectors(Snapshot snapshot) {
        return snapshot.protocol().readerFeatures().isDefined()
                && snapshot.protocol().readerFeatures().get().contains("deletionVectors");
    }

    private ActiveSession active() {
        return new ActiveSession(spark);
    }

    private void sql(String table, String statement) {
        spark.sql(String.format(statement, "delta.`" + lake.pathOf(table).replace("`", "``") + "`"));
    }

    private Snapshot newest(String table) {
        return log(table).update(false, Option.empty(), Option.empty());
    }

    private DeltaLog log(String table) {
        return DeltaLog.forTable(spark, new Path(lake.pathOf(table)));
    }

    private LogFolder folder(String table) {
        return new LogFolder(spark.sparkContext().hadoopConfiguration(), new Path(lake.pathOf(table)));
    }
}
