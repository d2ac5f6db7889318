package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import io.lepton.config.Ingest;
import io.lepton.config.Score;
import io.lepton.error.LeptonException;
import io.lepton.ingest.IngestedBatch;
import io.lepton.ingest.Ingestion;
import io.lepton.ingest.SourceSpec;
import io.lepton.lake.TableChanges;
import io.lepton.lake.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the rows of a batch come from. Their columns are looked at before the rows are. */
interface Intake {
    /** Delta's options that name a version. */
    Set<String> VERSION_OPTIONS = Set.of("versionAsOf", "timestampAsOf");

    /**
     * Takes the rows.
     *
     * @param models that are to score them
     * @throws LeptonException when they cannot be scored: a column differs, a key is missing, a row cannot be read
     */
    Incoming take(RunContext context, ScoringModels models);

    /** As the pipeline file says. */
    static Intake of(RunContext context) {
        Score.Input input = context.pipeline().score().input();
        if (input.incremental()) {
            return new ChangedRows();
        }
        return input.source()
                .map(source -> isKeyedTable(context, source) ? keyedTable(source) : ingested(source))
                .orElse(Intake::trusted);
    }

    /** Its rows have types and keys already: they can be scored as they are read, without a look at all of them before. */
    private static boolean isKeyedTable(RunContext context, Ingest.Source source) {
        return !context.pipeline().ingest().key().isEmpty()
                && (source.format() == Ingest.Format.DELTA || source.format() == Ingest.Format.PARQUET);
    }

    private static Intake keyedTable(Ingest.Source source) {
        return (context, models) -> {
            SourceSpec spec = Sources.spec(context, source, Map.of());
            boolean isVersionAsked = spec.options().keySet().stream().anyMatch(VERSION_OPTIONS::contains);
            return source.format() == Ingest.Format.DELTA && !isVersionAsked
                    ? newestVersion(context, models, spec)
                    : keyed(context, models, rows(context, spec));
        };
    }

    /** Rows are read more than once: all of one version, whatever is committed meanwhile. */
    private static Incoming newestVersion(RunContext context, ScoringModels models, SourceSpec spec) {
        TableChanges table = TableChanges.ofSource(context.spark(), spec.path());
        long version = table.version();
        Incoming all = keyed(context, models, rows(context, spec.with("versionAsOf", String.valueOf(version))));
        return all.at(new Incoming.Position(spec.path(), table.id(), version, Optional.empty()));
    }

    private static Dataset<Row> rows(RunContext context, SourceSpec spec) {
        return new Ingestion(context.spark()).read(spec, table -> table);
    }

    /** Rows that have a key, and types. */
    static Incoming keyed(RunContext context, ScoringModels models, Dataset<Row> rows) {
        RowKeys keys = new RowKeys(context.keys());
        keys.require(rows);
        models.require(rows.schema());
        return Incoming.of(rows, keys.countEach(rows), List.of());
    }

    private static Intake ingested(Ingest.Source source) {
        return (context, models) -> ingested(context, models, Sources.spec(context, source, Map.of()));
    }

    /** Rows that are parsed, and whose types are found, first. */
    static Incoming ingested(RunContext context, ScoringModels models, SourceSpec source) {
        IngestedBatch batch = new Ingestion(context.spark())
                .ingest(source, context.pipeline().ingest().key(), List.of());
        try {
            if (batch.rowsQuarantined() > 0) {
                throw LeptonException.data("Cannot score " + source.name() + ": " + batch.rowsQuarantined() + " of its "
                        + batch.rowsIn() + " rows cannot be read. Mend them first.");
            }
            Dataset<Row> rows = models.conformed(batch.accepted());
            models.require(rows.schema());
            return new Incoming(rows, batch.rowsIn(), List.of(), Optional.empty(), Optional.empty(), batch::close);
        } catch (RuntimeException e) {
            batch.close();
            throw e;
        }
    }

    /** The trusted rows that the pipeline file asks for; the held-out ones are named by the feature table. */
    private static Incoming trusted(RunContext context, ScoringModels models) {
        TableVersion trusted = context.versionOf(StageName.ANONYMIZE, context.trustedTable());
        Dataset<Row> rows = context.read(trusted);
        if (context.pipeline().score().input().rows() == Score.Rows.TEST) {
            TableVersion features = context.versionOf(StageName.FEATURES, context.featureTable());
            Column[] keys = context.keys().stream().map(Columns::of).toArray(Column[]::new);
            Dataset<Row> heldOut =
                    context.read(features).where(col("split").equalTo("test")).select(keys);
            rows = rows.join(heldOut, context.keys().toArray(String[]::new), "left_semi");
        }
        models.require(rows.schema());
        return Incoming.of(rows, rows.count(), List.of(trusted));
    }
}
