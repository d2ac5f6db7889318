package io.lepton.lake;

import io.delta.exceptions.ConcurrentAppendException;
import io.delta.exceptions.ConcurrentDeleteDeleteException;
import io.delta.exceptions.ConcurrentDeleteReadException;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import io.lepton.error.LeptonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** The tables below one root, any Hadoop path. The one place that opens tables and writes them. */
public final class Lake {
    /** Characters that Parquet's own column names cannot hold; Delta then maps names to its own. */
    private static final String AWKWARD = "(?s).*[ ,;{}()\\n\\t=].*";

    /** Others that merge at the same time are done after some. */
    private static final int MERGE_ATTEMPTS = 10;

    private static final Map<String, String> MAPPED =
            Map.of("delta.columnMapping.mode", "name", "delta.minReaderVersion", "2", "delta.minWriterVersion", "5");

    private final SparkSession spark;
    private final Path root;
    private final TableSeal seal;

    /** Opens the lake, or says why it cannot be used. Tables whose files are encrypted cannot be read. */
    public Lake(SparkSession spark, String root) {
        this(spark, root, TableSeal.none());
    }

    /** @param spark a session that encrypts and decrypts the files of the tables that the seal is for */
    public Lake(SparkSession spark, String root, TableSeal seal) {
        this.spark = spark;
        this.seal = seal;
        try {
            this.root = new LakeFolder(spark.sparkContext().hadoopConfiguration(), root).opened();
        } catch (IOException | RuntimeException e) {
            throw LeptonException.configuration(
                    "Cannot reach the lake at " + root + ": " + e.getMessage()
                            + ". Check 'lake' in the pipeline file, and that you may write there.",
                    e);
        }
    }

    /** Rows that were made here, not read. */
    Dataset<Row> rows(List<Row> rows, StructType schema) {
        return spark.createDataFrame(rows, schema).coalesce(1);
    }

    public String root() {
        return root.toString();
    }

    public String pathOf(String table) {
        return new Path(root, table).toString();
    }

    public boolean exists(String table) {
        return DeltaTable.isDeltaTable(spark, pathOf(table)) || hasCommits(table);
    }

    /** Where Delta met a log without a commit, of a writer that was not done or cut off, it does not look again in that session. */
    private boolean hasCommits(String table) {
        Path log = new Path(pathOf(table), "_delta_log");
        try {
            return log.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(log)
                    && snapshot(table).version() >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + log, e);
        }
    }

    public Dataset<Row> read(String table) {
        requireExists(table);
        requireOpen(table);
        return new ActiveSession(spark).call(() -> spark.read().format("delta").load(pathOf(table)));
    }

    public Dataset<Row> read(String table, long version) {
        requireExists(table);
        requireOpen(table);
        if (isErased(new TableVersion(table, version))) {
            throw gone(table, version, new IllegalArgumentException("erased"));
        }
        try {
            return new ActiveSession(spark).call(() -> spark.read()
                    .format("delta")
                    .option("versionAsOf", version)
                    .load(pathOf(table)));
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            if (!(e instanceof AnalysisException)) {
                throw e;
            }
            throw gone(table, version, e);
        }
    }

    /** A version with its files, for who reads all of its rows, or copies them. */
    public TableFiles files(TableVersion table) {
        requireExists(table.table());
        requireOpen(table.table());
        if (isErased(table)) {
            throw gone(table.table(), table.version(), new IllegalArgumentException("erased"));
        }
        try {
            return new ActiveSession(spark).call(() -> {
                DeltaLog log = log(table.table());
                return new TableFiles(
                        spark, log, table, log.getSnapshotAt(table.version(), Option.empty(), Option.empty()));
            });
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            if (!(e instanceof AnalysisException)) {
                throw e;
            }
            throw gone(table.table(), table.version(), e);
        }
    }

    private LeptonException gone(String table, long version, Exception cause) {
        return LeptonException.configuration(
                "Cannot read version " + version + " of table '" + table + "' at " + pathOf(table)
                        + ": it is not, or no longer, there; the newest is " + version(table)
                        + ". Run the stage '" + stageOf(table) + "' again.",
                cause);
    }

    public long version(String table) {
        requireExists(table);
        return snapshot(table).version();
    }

    /** The version to read in the place of one that an erasure deleted: its rows but for the erased ones; else that version itself. */
    public TableVersion standIn(TableVersion table) {
        if (!exists(table.table())) {
            return table;
        }
        return new TableVersion(
                table.table(),
                Erasure.of(snapshot(table.table()).metadata())
                        .map(erasure -> erasure.standInFor(table.version()))
                        .orElse(table.version()));
    }

    /** Whether an erasure deleted the version. */
    public boolean isErased(TableVersion table) {
        return Erasure.of(snapshot(table.table()).metadata())
                .filter(erasure -> table.version() < erasure.version())
                .isPresent();
    }

    /** The tables in a folder of the lake, {@code scores/MODEL} and so on, sorted; none where there is no such folder. */
    public List<String> tables(String folder) {
        Path path = new Path(root, folder);
        try {
            FileSystem fileSystem = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
            if (!fileSystem.exists(path)) {
                return List.of();
            }
            return Arrays.stream(fileSystem.listStatus(path))
                    .map(file -> folder + "/" + file.getPath().getName())
                    .filter(this::exists)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + path, e);
        }
    }

    /** The version that a write left, which need not be the newest; empty if the table does not hold that write. */
    public Optional<TableVersion> written(String table, WriteId id) {
        if (!exists(table)) {
            return Optional.empty();
        }
        long newest = snapshot(table).version();
        Commits commits = new Commits(log(table));
        String application = id.application(table);
        // The newest commit is one small file; all transactions are known only once the whole log is read.
        boolean holds = commits.isOf(application, newest) || holds(table, id);
        // A commit that the log forgot was made all the same.
        return holds
                ? Optional.of(
                        new TableVersion(table, commits.of(application, newest).orElse(newest)))
                : Optional.empty();
    }

    /** How many rows the commit of a version wrote, as Delta counted them; empty where it did not. */
    public OptionalLong rowsWritten(TableVersion version) {
        return new Commits(log(version.table())).rowsWritten(version.version());
    }

    /** Makes the rows the table's only rows, in one commit. */
    public TableVersion replace(Dataset<Row> rows, String table, WriteId id) {
        return write(rows, table, id, properties -> of(rows, table, id, SaveMode.Overwrite, "overwriteSchema")
                .commit(rows, properties));
    }

    /**
     * The same; of a new table's columns only some have their least and greatest values in the log, so that no time is spent on the others.
     *
     * @param measured names of columns
     */
    public TableVersion replace(Dataset<Row> rows, String table, WriteId id, List<String> measured) {
        List<String> ordered = Arrays.stream(rows.schema().fields())
                .filter(field -> measured.contains(field.name()) && hasOrder(field.dataType()))
                .map(StructField::name)
                .toList();
        String names = ordered.stream().map(name -> "`" + name + "`").collect(Collectors.joining(","));
        boolean plain = !needsMapping(rows.schema())
                && !ordered.isEmpty()
                && ordered.stream().noneMatch(name -> name.contains("`"));
        return write(rows, table, id, properties -> {
            Map<String, String> all = new HashMap<>(properties);
            if (plain) {
                all.put("delta.dataSkippingStatsColumns", names);
            }
            return of(rows, table, id, SaveMode.Overwrite, "overwriteSchema").commit(rows, all);
        });
    }

    /**
     * Makes the rows the table's only rows, in one commit, once a check has seen the files that hold them. What the check refuses, by an
     * exception, leaves no file behind.
     *
     * @param check of the rows as they were written; its result comes back
     */
    public <T> Checked<T> replaceChecked(Dataset<Row> rows, String table, WriteId id, Function<Dataset<Row>, T> check) {
        List<T> found = new ArrayList<>();
        TableVersion version = write(rows, table, id, properties -> {
            TableWrite.Commit<T> commit = new ActiveSession(spark)
                    .call(() -> of(rows, table, id, SaveMode.Overwrite, "overwriteSchema")
                            .commitChecked(rows, properties, check));
            found.add(commit.found());
            return commit.version();
        });
        // Nothing was written where an earlier attempt had done it.
        return new Checked<>(version, found.isEmpty() ? check.apply(read(table, version.version())) : found.get(0));
    }

    /** Adds the rows, in one commit; new columns are added to the table. */
    public TableVersion append(Dataset<Row> rows, String table, WriteId id) {
        return write(rows, table, id, properties -> of(rows, table, id, SaveMode.Append, "mergeSchema")
                .commit(rows, properties));
    }

    /**
     * Adds the rows of a version of another table, in one commit, by copying columns of its files as they are, which takes a small part of the time
     * that writing the rows takes.
     *
     * @param columns of the other table: all that the table has
     * @return empty where that cannot be, as the table is not there yet, has other columns, or is encrypted: the rows are to be written then
     */
    public Optional<TableVersion> appendFiles(TableFiles from, List<String> columns, String table, WriteId id) {
        Optional<TableVersion> before = written(table, id);
        if (before.isPresent() || !exists(table) || !seal.properties(table).isEmpty()) {
            return before;
        }
        requireOpen(table);
        FileAppend copied = new FileAppend(spark, from, log(table), columns);
        return new TableWrite(spark, log(table), SaveMode.Append, Map.of(), id.application(table))
                .commit(copied)
                .map(version -> new TableVersion(table, version));
    }

    private TableWrite of(Dataset<Row> rows, String table, WriteId id, SaveMode mode, String schemas) {
        return new TableWrite(rows.sparkSession(), log(table), mode, Map.of(schemas, "true"), id.application(table));
    }

    /** Puts the rows in the place of those with the same key, and deletes those of people who are gone, in one commit. */
    public TableVersion merge(KeyedRows rows, String table, WriteId id) {
        return write(rows.rows(), table, id, properties -> {
            // A table that was made for its seal alone has no columns yet.
            if (!exists(table) || snapshot(table).schema().isEmpty()) {
                return of(rows.rows(), table, id, SaveMode.Append, "mergeSchema")
                        .commit(rows.rows(), properties);
            }
            return merged(rows, table, id);
        });
    }

    /** Begins anew where another merge was quicker: each is once in the table, whoever is first. */
    private long merged(KeyedRows rows, String table, WriteId id) {
        for (int attempt = 1; ; attempt++) {
            try {
                new KeyedMerge(spark, pathOf(table)).merge(rows, id.deltaOptions(table));
                return written(table, id).orElseThrow().version();
            } catch (ConcurrentAppendException | ConcurrentDeleteReadException | ConcurrentDeleteDeleteException e) {
                // Only other rows: who changes the table itself, as an erasure does, shuts out whoever began before.
                if (attempt == MERGE_ATTEMPTS) {
                    throw LeptonException.data(
                            "Cannot merge into table '" + table + "' at " + pathOf(table) + ": in " + MERGE_ATTEMPTS
                                    + " attempts other jobs changed it meanwhile. Nothing was written."
                                    + " Give the same command again, at a quieter time.",
                            e);
                }
            }
        }
    }

    /** What became of a table's rows from version to version. */
    public TableChanges changes(String table) {
        requireExists(table);
        requireOpen(table);
        return new TableChanges(spark, pathOf(table));
    }

    /**
     * Adds the rows if nobody has written under this number: a compare-and-set.
     *
     * @return whether these rows were written
     * @throws java.util.ConcurrentModificationException if somebody else wrote that number meanwhile, or made the table
     */
    boolean appendNumbered(Dataset<Row> rows, String table, NumberedWrite write) {
        rows.write()
                .mode(SaveMode.Append)
                .format("delta")
                .options(write.deltaOptions())
                .save(pathOf(table));
        // Delta passes over a number that was taken before, and says nothing.
        return new Commits(log(table)).holds(write, version(table));
    }

    /** Deletes a table, with its files and its log; nothing happens where there is none. */
    public void delete(String table) {
        Path path = new Path(root, table);
        try {
            path.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete table '" + table + "' at " + path, e);
        }
        DeltaLog.invalidateCache(spark, path);
    }

    private TableVersion write(
            Dataset<Row> rows, String table, WriteId id, ToLongFunction<Map<String, String>> writer) {
        Optional<TableVersion> before = written(table, id);
        if (before.isPresent()) {
            return before.get();
        }
        prepare(table);
        boolean mapped = needsMapping(rows.schema());
        boolean isNew = !exists(table);
        if (mapped && !isNew) {
            mapNames(table);
        }
        try {
            return new TableVersion(table, writer.applyAsLong(mapped && isNew ? MAPPED : Map.of()));
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            if (!(e instanceof AnalysisException)) {
                throw e;
            }
            throw LeptonException.data(
                    "Cannot write table '" + table + "' at " + pathOf(table) + ": its columns are others now. "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + " Declare the types under ingest.columns, or write to another table.",
                    e);
        }
    }

    /** Sees to it that the files of a table that is about to be written are encrypted where they are to be, and its log tells no values. */
    public void prepare(String table) {
        Map<String, String> properties = seal.properties(table);
        if (exists(table)) {
            requireOpen(table);
            if (!properties.isEmpty() && !configuration(table).containsKey(TableSeal.SEAL)) {
                // Files of before are as they were.
                Map<String, String> partly = new HashMap<>(properties);
                partly.remove(TableSeal.KEYS);
                setProperties(table, partly);
            }
        } else if (!properties.isEmpty()) {
            DeltaTableBuilder builder = DeltaTable.createIfNotExists(spark).location(pathOf(table));
            properties.forEach(builder::property);
            builder.execute();
        }
    }

    private void requireOpen(String table) {
        seal.requireOpen(table, pathOf(table), configuration(table));
    }

    /** Ids of the keys that all files of a table are encrypted by; empty where some are not, or by older ones. */
    public Optional<String> keysOf(String table) {
        return Optional.ofNullable(configuration(table).get(TableSeal.KEYS));
    }

    /** Records that all files of a table are as its seal has them. */
    public void seal(String table) {
        setProperties(table, seal.properties(table));
    }

    private Map<String, String> configuration(String table) {
        return JavaConverters.mapAsJavaMap(snapshot(table).metadata().configuration());
    }

    private void setProperties(String table, Map<String, String> properties) {
        String list = properties.entrySet().stream()
                .map(entry -> "'" + entry.getKey() + "' = '" + entry.getValue() + "'")
                .collect(Collectors.joining(", "));
        spark.sql("ALTER TABLE delta.`" + pathOf(table).replace("`", "``") + "` SET TBLPROPERTIES (" + list + ")");
    }

    /** A commit of its own: the writer cannot set properties of a table that exists. */
    private void mapNames(String table) {
        if (!"name"
                .equals(snapshot(table)
                        .metadata()
                        .configuration()
                        .getOrElse("delta.columnMapping.mode", () -> "none"))) {
            setProperties(table, MAPPED);
        }
    }

    /** Whether Delta takes the type's columns among those that it is told to measure. */
    private static boolean hasOrder(DataType type) {
        return type instanceof NumericType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof StringType;
    }

    private static boolean needsMapping(DataType type) {
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields())
                    .anyMatch(field -> field.name().matches(AWKWARD) || needsMapping(field.dataType()));
        }
        if (type instanceof ArrayType array) {
            return needsMapping(array.elementType());
        }
        return type instanceof MapType map && (needsMapping(map.keyType()) || needsMapping(map.valueType()));
    }

    private boolean holds(String table, WriteId id) {
        Snapshot snapshot = snapshot(table);
        String application = id.application(table);
        // The small file beside a commit that Delta sums the log up in; without it a Spark job reads the log.
        Option<Seq<SetTransaction>> known = snapshot.checksumOpt().isDefined()
                ? snapshot.checksumOpt().get().setTransactions()
                : Option.empty();
        return known.isDefined()
                ? JavaConverters.seqAsJavaList(known.get()).stream()
                        .anyMatch(transaction -> transaction.appId().equals(application))
                : snapshot.transactions().contains(application);
    }

    private Snapshot snapshot(String table) {
        return log(table).update(false, Option.empty(), Option.empty());
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
