package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Ingest;
import io.lepton.config.Score;
import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.features.InputCounter;
import io.lepton.ingest.IngestedBatch;
import io.lepton.ingest.Ingestion;
import io.lepton.lake.TableVersion;
import io.lepton.registry.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows and a registered model → scores, with what their audit needs; the audit publishes them. */
final class ScoreStage implements Stage {

    /**
     * What the ledger keeps of a batch.
     *
     * @param inputs one a column; none where values were not counted
     */
    record Detail(String model, int version, long rows, List<InputFinding> inputs) {
        Detail {
            // Older ledgers tell nothing of them.
            inputs = inputs == null ? List.of() : List.copyOf(inputs);
        }
    }

    @Override
    public StageName name() {
        return StageName.SCORE;
    }

    @Override
    public StageOutcome run(RunContext context) {
        ModelVersion version = modelVersion(context);
        ModelBundle bundle = ModelBundle.load(context.spark(), version.path());
        Score.Input input = context.pipeline().score().input();
        if (input.source().isPresent() && isKeyedTable(context, input.source().get())) {
            Dataset<Row> rows = new Ingestion(context.spark())
                    .read(Sources.spec(context, input.source().get(), Map.of()), table -> table);
            requireKeys(context, rows);
            InputSignature.of(version, bundle.features()).require(rows.schema());
            requireKeyInEachRow(context, rows);
            return score(context, version, bundle, rows, rows.count(), List.of());
        }
        if (input.source().isPresent()) {
            try (IngestedBatch batch = new Ingestion(context.spark())
                    .ingest(
                            Sources.spec(context, input.source().get(), Map.of()),
                            context.pipeline().ingest().key(),
                            List.of())) {
                if (batch.rowsQuarantined() > 0) {
                    throw LeptonException.data("Cannot score "
                            + input.source().get().path().orElse("the source") + ": " + batch.rowsQuarantined()
                            + " of its " + batch.rowsIn() + " rows cannot be read. Mend them first.");
                }
                Dataset<Row> rows =
                        InputSignature.of(version, bundle.features()).conformed(batch.accepted());
                return score(context, version, bundle, rows, batch.rowsIn(), List.of());
            }
        }
        TableVersion trusted = context.versionOf(StageName.ANONYMIZE, context.trustedTable());
        Dataset<Row> rows = trustedRows(context, trusted);
        return score(context, version, bundle, rows, rows.count(), List.of(trusted));
    }

    /** Its rows have types and keys already: they can be scored as they are read, without a look at all of them before. */
    private static boolean isKeyedTable(RunContext context, Ingest.Source source) {
        return !context.pipeline().ingest().key().isEmpty()
                && (source.format() == Ingest.Format.DELTA || source.format() == Ingest.Format.PARQUET);
    }

    private static void requireKeys(RunContext context, Dataset<Row> rows) {
        List<String> columns = List.of(rows.columns());
        for (String key : context.keys()) {
            if (!columns.contains(key)) {
                throw LeptonException.configuration("Cannot score these rows: they have no key column '" + key + "'."
                        + Suggestion.didYouMean(key, columns) + " Their columns: " + String.join(", ", columns) + ".");
            }
        }
    }

    private static void requireKeyInEachRow(RunContext context, Dataset<Row> rows) {
        Column missing = context.keys().stream()
                .map(key -> Columns.of(key).isNull())
                .reduce(Column::or)
                .orElseThrow();
        long keyless = rows.where(missing).count();
        if (keyless > 0) {
            throw LeptonException.data("Cannot score these rows: " + keyless + " of them have no key ("
                    + String.join(", ", context.keys()) + "). Mend them first.");
        }
    }

    private StageOutcome score(
            RunContext context,
            ModelVersion version,
            ModelBundle bundle,
            Dataset<Row> rows,
            long rowsIn,
            List<TableVersion> inputs) {
        InputSignature.of(version, bundle.features()).require(rows.schema());
        InputTally tally = InputTally.registered(
                context.spark(), InputCounter.of(bundle.features(), bundle.inputs(), rows.schema()));
        Dataset<Row> told = AuditedColumns.of(context, bundle.label().column()).added(rows);
        List<String> kept = new ArrayList<>(context.keys());
        kept.add(AuditedColumns.NAME);
        Dataset<Row> scores = bundle.predict(told, kept, List.of(tally))
                .withColumn("model_name", lit(version.name()))
                .withColumn("model_version", lit(version.version()))
                .withColumn("run_id", lit(context.runId()))
                .withColumn("scored_at", current_timestamp());
        // What an attempt that was cut off may have left: its counts went with it.
        context.lake().delete(context.unpublishedScores());
        TableVersion written = context.lake().replace(scores, context.unpublishedScores(), context.writeId(name()));
        long rowsOut = context.lake().rowsWritten(written).orElseGet(() -> context.read(written)
                .count());
        List<InputFinding> findings =
                InputFinding.of(bundle.inputs(), tally.value().counts());
        List<TableVersion> outputs = new ArrayList<>(List.of(written));
        new InputTable(context, version)
                .append(findings, context.writeId(name()))
                .ifPresent(outputs::add);
        return StageOutcome.done(
                rowsIn, rowsOut, 0, inputs, outputs, new Detail(version.name(), version.version(), rowsOut, findings));
    }

    private static ModelVersion modelVersion(RunContext context) {
        return context.pipeline()
                .score()
                .model()
                .map(reference -> context.registry().resolve(reference))
                .orElseGet(() -> RegisterStage.registered(context));
    }

    /** The trusted rows that the pipeline file asks for; the held-out ones are named by the feature table. */
    private static Dataset<Row> trustedRows(RunContext context, TableVersion trusted) {
        Dataset<Row> rows = context.read(trusted);
        if (context.pipeline().score().input().rows() == Score.Rows.ALL) {
            return rows;
        }
        TableVersion features = context.versionOf(StageName.FEATURES, context.featureTable());
        Column[] keys = context.keys().stream().map(Columns::of).toArray(Column[]::new);
        Dataset<Row> heldOut =
                context.read(features).where(col("split").equalTo("test")).select(keys);
        return rows.join(heldOut, context.keys().toArray(String[]::new), "left_semi");
    }
}
