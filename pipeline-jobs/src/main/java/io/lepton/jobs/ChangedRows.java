package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import io.lepton.config.Ingest;
import io.lepton.config.Score;
import io.lepton.lake.TableChanges;
import io.lepton.lake.TableVersion;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows of a Delta table that are new or changed since the batch of the same model that was published last: changed in a column that a model or
 * the audit reads. All rows, where there was no such batch, or the version that it read is gone.
 */
final class ChangedRows implements Intake {

    @Override
    public Incoming take(RunContext context, ScoringModels models) {
        Optional<Ingest.Source> source = context.pipeline().score().input().source();
        if (source.isPresent()) {
            String path = context.resolve(source.get().path().orElseThrow());
            TableChanges table = TableChanges.ofSource(context.spark(), path);
            return take(context, models, table, path, table.version(), List.of());
        }
        TableVersion trusted = context.versionOf(StageName.ANONYMIZE, context.trustedTable());
        return take(
                context,
                models,
                context.lake().changes(trusted.table()),
                context.lake().pathOf(trusted.table()),
                trusted.version(),
                List.of(trusted));
    }

    private static Incoming take(
            RunContext context,
            ScoringModels models,
            TableChanges table,
            String path,
            long version,
            List<TableVersion> tables) {
        Dataset<Row> all = table.rows(version);
        RowKeys keys = new RowKeys(context.keys());
        keys.require(all);
        models.require(all.schema());
        Optional<Long> since = published(context, models)
                .filter(at -> at.path().equals(path) && table.id().equals(at.table()))
                .map(Incoming.Position::version);
        Incoming.Position position = new Incoming.Position(path, table.id(), version, since);
        return since.flatMap(earlier -> table.between(earlier, version, columns(context, models, all)))
                .flatMap(changes -> changed(context, changes, position, tables))
                .orElseGet(() -> new Incoming(
                        all,
                        keys.countEach(all),
                        tables,
                        Optional.of(position.ofAllRows()),
                        merges(context) ? Optional.of(scoredBefore(context, all)) : Optional.empty(),
                        () -> {}));
    }

    private static boolean merges(RunContext context) {
        return context.pipeline().score().write() == Score.Write.MERGE;
    }

    /** Keys that this pipeline's batches have a score of, and the table has no row of any more. */
    private static Dataset<Row> scoredBefore(RunContext context, Dataset<Row> all) {
        RowKeys keys = new RowKeys(context.keys());
        Dataset<Row> rows = all.select(keys.all());
        if (!context.lake().exists(context.scoreTable())) {
            return rows.limit(0);
        }
        Dataset<Row> runs = context.lake()
                .read("runs")
                .where(col("pipeline").equalTo(context.pipeline().pipeline()))
                .select(col("run_id").as("lepton_run"))
                .distinct();
        return context.lake()
                .read(context.scoreTable())
                .join(runs, col("run_id").equalTo(col("lepton_run")), "left_semi")
                .select(keys.all())
                .distinct()
                .join(rows, context.keys().toArray(String[]::new), "left_anti");
    }

    /** Those that a score, or what is said about it, depends on. */
    static List<String> columns(RunContext context, ScoringModels models, Dataset<Row> rows) {
        Set<String> columns = new LinkedHashSet<>(context.keys());
        columns.addAll(models.columns());
        AuditedColumns audited =
                AuditedColumns.of(context, models.model().bundle().label().column());
        columns.addAll(audited.protectedAttributes());
        columns.add(audited.label());
        columns.retainAll(Arrays.asList(rows.columns()));
        return List.copyOf(columns);
    }

    private static Optional<Incoming> changed(
            RunContext context, TableChanges.Changes changes, Incoming.Position position, List<TableVersion> tables) {
        RowKeys keys = new RowKeys(context.keys());
        Dataset<Row> came = changes.came().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long count = keys.countEach(came);
            Optional<Dataset<Row>> gone = merges(context)
                    ? Optional.of(gone(context, new TableChanges.Changes(came, changes.went())))
                    : Optional.empty();
            return Optional.of(new Incoming(came, count, tables, Optional.of(position), gone, came::unpersist));
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            came.unpersist();
            if (isVacuumed(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Keys of rows that went and did not come back. */
    static Dataset<Row> gone(RunContext context, TableChanges.Changes changes) {
        RowKeys keys = new RowKeys(context.keys());
        return changes.went()
                .select(keys.all())
                .distinct()
                .join(changes.came().select(keys.all()), context.keys().toArray(String[]::new), "left_anti");
    }

    /** Files of changes that were too old to be kept. */
    private static boolean isVacuumed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (StageFailure.isMissing(cause)
                    || String.valueOf(cause.getMessage()).contains("DELTA_MISSING_CHANGE_DATA")) {
                return true;
            }
        }
        return false;
    }

    /** Up to where the newest published batch of the pipeline read, if it was scored by the same models. */
    private static Optional<Incoming.Position> published(RunContext context, ScoringModels models) {
        return PublishedBatch.newest(context)
                .map(PublishedBatch::detail)
                .filter(detail -> detail.isBy(models))
                .flatMap(ScoreStage.Detail::position);
    }
}
