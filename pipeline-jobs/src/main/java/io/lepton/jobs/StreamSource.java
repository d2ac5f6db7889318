package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import io.lepton.config.Ingest;
import io.lepton.config.Score;
import io.lepton.error.LeptonException;
import io.lepton.ingest.SourceSpec;
import io.lepton.lake.TableChanges;
import io.lepton.registry.RegistryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** What a stream of scores reads: commits to a Delta table, or new files of a folder. */
sealed interface StreamSource {

    Dataset<Row> open();

    /** The rows of a batch; absent where nothing came that is to be scored. */
    Optional<Intake> batch(RunContext run, Dataset<Row> batch);

    static StreamSource of(RunContext context) {
        Ingest.Source source = context.pipeline()
                .score()
                .input()
                .source()
                .orElseThrow(() -> LeptonException.configuration(
                        "Cannot score a stream: the pipeline file names no table or folder to read it from."
                                + " Add score.input.source."));
        SourceSpec spec = Sources.spec(context, source, Map.of());
        return switch (source.format()) {
            case DELTA -> new Table(context, spec);
            case CSV, JSON, PARQUET -> new Folder(context, spec);
            case JDBC -> throw LeptonException.configuration(
                    "Cannot score a stream of " + spec.name()
                            + ": a database does not say what is new. Name a Delta table or a folder of files in score.input.source.");
        };
    }

    /** What ended the stream, in a person's words where they can mend it. */
    default RuntimeException explained(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LeptonException || cause instanceof RegistryException) {
                return (RuntimeException) cause;
            }
            String message = String.valueOf(cause.getMessage());
            if (message.contains("DELTA_SOURCE_TABLE_IGNORE_CHANGES")
                    || message.contains("DELTA_SOURCE_IGNORE_DELETE")) {
                return LeptonException.data(
                        "Cannot go on with the stream: rows of the table were changed or deleted, and only its change feed tells which."
                                + " Turn it on (ALTER TABLE ... SET TBLPROPERTIES (delta.enableChangeDataFeed = true)), then start"
                                + " a new stream with another --run-id.",
                        failure);
            }
        }
        return new IllegalStateException("The stream ended: " + failure.getMessage(), failure);
    }

    /** A Delta table: rows that were added, and where its change feed is on, those that were changed. */
    record Table(RunContext context, SourceSpec spec) implements StreamSource {
        private static final String KIND = "_change_type";

        @Override
        public Dataset<Row> open() {
            TableChanges table = TableChanges.ofSource(context.spark(), spec.path());
            return context.spark()
                    .readStream()
                    .format("delta")
                    .options(spec.options())
                    .option("readChangeFeed", table.feeds())
                    .load(spec.path());
        }

        @Override
        public Optional<Intake> batch(RunContext run, Dataset<Row> batch) {
            Dataset<Row> rows = batch.persist(StorageLevel.MEMORY_AND_DISK());
            if (rows.isEmpty()) {
                rows.unpersist();
                return Optional.empty();
            }
            return Optional.of((asked, models) -> {
                Incoming came = Arrays.asList(rows.columns()).contains(KIND)
                        ? changed(asked, models, rows)
                        : added(asked, models, rows);
                return came.releasing(rows::unpersist);
            });
        }

        private static Incoming added(RunContext run, ScoringModels models, Dataset<Row> rows) {
            return Intake.keyed(run, models, rows);
        }

        private static Incoming changed(RunContext run, ScoringModels models, Dataset<Row> feed) {
            new RowKeys(run.keys()).require(feed);
            models.require(feed.schema());
            TableChanges.Changes changes = TableChanges.fed(feed, ChangedRows.columns(run, models, feed));
            Incoming came = Intake.keyed(run, models, changes.came());
            return run.pipeline().score().write() == Score.Write.MERGE
                    ? came.without(ChangedRows.gone(run, changes))
                    : came;
        }
    }

    /** A folder: files that are new, whole. */
    record Folder(RunContext context, SourceSpec spec) implements StreamSource {
        /** Spark's columns of files as they are; only the first is read. */
        private static final StructType FILE =
                StructType.fromDDL("path string, modificationTime timestamp, length bigint, content binary");

        @Override
        public Dataset<Row> open() {
            return context.spark()
                    .readStream()
                    .format("binaryFile")
                    .schema(FILE)
                    .option("recursiveFileLookup", "true")
                    .load(spec.path())
                    .select("path", "length");
        }

        @Override
        public Optional<Intake> batch(RunContext run, Dataset<Row> batch) {
            List<String> files = new ArrayList<>();
            Column holdsSomething = col("length").gt(0);
            batch.where(holdsSomething)
                    .select("path")
                    .toLocalIterator()
                    .forEachRemaining(row -> files.add(row.getString(0)));
            return files.isEmpty()
                    ? Optional.empty()
                    : Optional.of((asked, models) -> Intake.ingested(asked, models, spec.only(files)));
        }
    }
}
