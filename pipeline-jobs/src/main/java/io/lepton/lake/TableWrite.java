package io.lepton.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.DummySnapshot;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Writes rows into a table in one commit with a transaction identifier. Unlike a {@code DataFrameWriter} it does not ask for all identifiers that
 * the log holds, which takes a Spark job or two: whoever writes has looked.
 *
 * @param mode append, or overwrite
 * @param options of Delta's writer
 * @param application whose write it is; a commit of the same meanwhile makes this one fail
 */
record TableWrite(SparkSession spark, DeltaLog log, SaveMode mode, Map<String, String> options, String application) {

    /**
     * Writes the files and commits them.
     *
     * @param properties of the table where it is new
     * @return the version that it made
     */
    long commit(Dataset<Row> rows, Map<String, String> properties) {
        return commitChecked(rows, properties, written -> true).version();
    }

    /** The version that a commit made, and what its check found. */
    record Commit<T>(long version, T found) {}

    /**
     * Writes the files, checks them, commits them: nobody ever sees what failed.
     *
     * @param properties of the table where it is new
     * @param check of the rows as they were written; if it throws, the files are deleted and the table stays as it was
     */
    <T> Commit<T> commitChecked(Dataset<Row> rows, Map<String, String> properties, Function<Dataset<Row>, T> check) {
        WriteIntoDelta write = new WriteIntoDelta(
                log,
                mode,
                new DeltaOptions(scalaMap(options), spark.sessionState().conf()),
                list(List.of()),
                scalaMap(properties),
                rows,
                Option.empty(),
                Option.empty());
        return log.withNewTransaction(transaction -> {
            transaction.readTxn().$plus$eq(application);
            requireUnwritten(transaction.readVersion());
            List<Action> actions = new ArrayList<>(
                    JavaConverters.seqAsJavaList(write.write(transaction, spark, Option.empty(), false)));
            List<AddFile> files = actions.stream()
                    .filter(AddFile.class::isInstance)
                    .map(AddFile.class::cast)
                    .toList();
            T found;
            try {
                found = check.apply(read(transaction, files));
            } catch (RuntimeException e) {
                files.forEach(this::delete);
                throw e;
            }
            actions.removeIf(SetTransaction.class::isInstance);
            actions.add(new SetTransaction(application, 1, Option.apply(System.currentTimeMillis())));
            long version = transaction.commit(
                    list(actions),
                    new DeltaOperations.Write(mode, Option.apply(list(List.of())), Option.empty(), Option.empty()));
            return new Commit<>(version, found);
        });
    }

    /**
     * Commits copies of another table's files.
     *
     * @return the version that it made; empty where rows must be written instead
     */
    Optional<Long> commit(FileAppend copied) {
        return log.withNewTransaction(transaction -> {
            transaction.readTxn().$plus$eq(application);
            requireUnwritten(transaction.readVersion());
            if (!copied.isPossible(transaction.snapshot())) {
                return Optional.empty();
            }
            List<AddFile> files = copied.copies();
            List<Action> actions = new ArrayList<>(files);
            actions.add(new SetTransaction(application, 1, Option.apply(System.currentTimeMillis())));
            return Optional.of(transaction.commit(
                    list(actions),
                    new DeltaOperations.Write(mode, Option.apply(list(List.of())), Option.empty(), Option.empty())));
        });
    }

    /** The same run in another process may have written since somebody looked. */
    private void requireUnwritten(long newest) {
        if (newest >= 0 && new Commits(log).isOf(application, newest)) {
            throw new ConcurrentModificationException("Another process wrote " + application + " to " + log.dataPath()
                    + " at the same time. Give the same command again.");
        }
    }

    /** With the columns that the table is about to have. */
    private Dataset<Row> read(OptimisticTransaction transaction, List<AddFile> files) {
        DummySnapshot coming =
                new DummySnapshot(log.logPath(), log, transaction.metadata(), Option.apply(transaction.protocol()));
        return log.createDataFrame(coming, list(files), false, Option.empty());
    }

    private void delete(AddFile file) {
        Path path = file.absolutePath(log);
        try {
            FileSystem fileSystem = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
            fileSystem.delete(path, false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + path + ", which failed its check", e);
        }
    }

    private static <T> Seq<T> list(List<T> values) {
        return JavaConverters.asScalaBuffer(values).toList();
    }

    private static scala.collection.immutable.Map<String, String> scalaMap(Map<String, String> map) {
        scala.collection.immutable.Map<String, String> result = scala.collection.immutable.Map$.MODULE$.empty();
        for (Map.Entry<String, String> entry : map.entrySet()) {
            result = result.$plus(new Tuple2<>(entry.getKey(), entry.getValue()));
        }
        return result;
    }
}
