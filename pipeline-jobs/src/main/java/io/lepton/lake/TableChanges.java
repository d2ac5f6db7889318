package io.lepton.lake;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import io.lepton.error.LeptonException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionNotFoundException;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * What became of the rows of a Delta table between two of its versions. Rows are compared as multisets: what was written and taken back
 * meanwhile, or moved to another file, is no change.
 */
public final class TableChanges {
    private static final String FEED = "delta.enableChangeDataFeed";
    private static final String KIND = "_change_type";

    private final SparkSession spark;
    private final String path;
    private final DeltaLog log;

    /**
     * Rows that came and rows that went; one that changed did both.
     *
     * @param came as they are in the later version
     * @param went as they were in the earlier one
     */
    public record Changes(Dataset<Row> came, Dataset<Row> went) {}

    /** @param path of a Delta table */
    public TableChanges(SparkSession spark, String path) {
        this.spark = spark;
        this.path = path;
        this.log = DeltaLog.forTable(spark, new Path(path));
    }

    /**
     * A table that is none of the lake's.
     *
     * @throws LeptonException configuration, where there is none
     */
    public static TableChanges ofSource(SparkSession spark, String path) {
        if (!DeltaTable.isDeltaTable(spark, path)) {
            throw LeptonException.configuration(
                    "Cannot read " + path + ": there is no Delta table. Check score.input.source.");
        }
        return new TableChanges(spark, path);
    }

    /** What tells it from another table at the same path. */
    public String id() {
        return log.update(false, Option.empty(), Option.empty()).metadata().id();
    }

    /** The newest version. */
    public long version() {
        return log.update(false, Option.empty(), Option.empty()).version();
    }

    /** All rows of a version. */
    public Dataset<Row> rows(long version) {
        return new ActiveSession(spark).call(() -> spark.read()
                .format("delta")
                .option("versionAsOf", version)
                .load(path));
    }

    /**
     * The changes from one version to a later one, from the table's change feed where it was on, else from the files that only one of them has.
     *
     * @param columns that are compared, and come back
     * @return absent where the earlier version cannot be read any more, or lacks a column
     */
    public Optional<Changes> between(long earlier, long later, List<String> columns) {
        return snapshot(earlier)
                .filter(before -> Arrays.asList(before.schema().fieldNames()).containsAll(columns))
                .flatMap(before -> snapshot(later).flatMap(now -> between(before, now, columns)));
    }

    private Optional<Changes> between(Snapshot before, Snapshot now, List<String> columns) {
        return new ActiveSession(spark).call(() -> {
            if (before.version() == now.version()) {
                Dataset<Row> none = selected(rows(now.version()), columns).limit(0);
                return Optional.of(new Changes(none, none));
            }
            return feeds(before) && feeds(now)
                    ? Optional.of(fed(before.version() + 1, now.version(), columns))
                    : compared(before, now, columns);
        });
    }

    /** {@code now = before + written - taken} as multisets, so that what came is {@code written - taken}. */
    private static Changes net(Dataset<Row> written, Dataset<Row> taken) {
        return new Changes(written.exceptAll(taken), taken.exceptAll(written));
    }

    /** Whether the newest version records its changes. */
    public boolean feeds() {
        return feeds(log.update(false, Option.empty(), Option.empty()));
    }

    private Changes fed(long first, long last, List<String> columns) {
        return fed(
                spark.read()
                        .format("delta")
                        .option("readChangeFeed", true)
                        .option("startingVersion", first)
                        .option("endingVersion", last)
                        .load(path),
                columns);
    }

    /**
     * The changes that rows of a change feed make together.
     *
     * @param columns that are compared, and come back
     */
    public static Changes fed(Dataset<Row> feed, List<String> columns) {
        Column written = col(KIND).isin("insert", "update_postimage");
        return net(selected(feed.where(written), columns), selected(feed.where(written.unary_$bang()), columns));
    }

    private Optional<Changes> compared(Snapshot before, Snapshot now, List<String> columns) {
        Map<String, AddFile> taken = files(before);
        Map<String, AddFile> written = files(now);
        List<String> common =
                taken.keySet().stream().filter(written::containsKey).toList();
        common.forEach(taken::remove);
        common.forEach(written::remove);
        if (!taken.values().stream().allMatch(this::isThere)) {
            return Optional.empty();
        }
        return Optional.of(net(selected(read(now, written), columns), selected(read(before, taken), columns)));
    }

    /** By path and, as rows can be deleted without their file being written anew, by which of them are. */
    private static Map<String, AddFile> files(Snapshot snapshot) {
        Map<String, AddFile> files = new TreeMap<>();
        for (AddFile file : snapshot.allFiles().collectAsList()) {
            files.put(file.path() + "#" + file.getDeletionVectorUniqueId(), file);
        }
        return files;
    }

    private Dataset<Row> read(Snapshot snapshot, Map<String, AddFile> files) {
        return log.createDataFrame(
                snapshot,
                JavaConverters.asScalaBuffer(List.copyOf(files.values())).toSeq(),
                false,
                Option.empty());
    }

    private boolean isThere(AddFile file) {
        Path place = file.absolutePath(log);
        try {
            FileSystem fileSystem = place.getFileSystem(spark.sparkContext().hadoopConfiguration());
            return fileSystem.exists(place);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + place, e);
        }
    }

    private static boolean feeds(Snapshot snapshot) {
        return snapshot.metadata().configuration().get(FEED).contains("true");
    }

    private static Dataset<Row> selected(Dataset<Row> rows, List<String> columns) {
        return rows.select(columns.stream()
                .map(column -> col("`" + column.replace("`", "``") + "`"))
                .toArray(Column[]::new));
    }

    private Optional<Snapshot> snapshot(long version) {
        try {
            log.history().checkVersionExists(version, true, false);
            return Optional.of(log.getSnapshotAt(version, Option.empty(), Option.empty()));
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            if (e instanceof VersionNotFoundException || e instanceof FileNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
