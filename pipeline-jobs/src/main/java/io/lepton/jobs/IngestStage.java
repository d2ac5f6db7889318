package io.lepton.jobs;

import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Ingest;
import io.lepton.error.LeptonException;
import io.lepton.ingest.Expectation;
import io.lepton.ingest.ExpectationResult;
import io.lepton.ingest.IngestedBatch;
import io.lepton.ingest.Ingestion;
import io.lepton.lake.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Source → {@code raw/TABLE}, and what cannot be used → {@code quarantine/TABLE}. */
final class IngestStage implements Stage {

    /** What the ledger keeps of an ingest. */
    record Detail(List<ExpectationResult> expectations) {}

    @Override
    public StageName name() {
        return StageName.INGEST;
    }

    @Override
    public StageOutcome run(RunContext context) {
        Ingest ingest = context.pipeline().ingest();
        Ingestion ingestion = new Ingestion(context.spark());
        try (IngestedBatch batch = ingestion.ingest(
                Sources.spec(context, ingest.source(), ingest.columns()),
                ingest.key(),
                expectations(ingest),
                publishedBefore(context))) {
            warnings(context, batch);
            // Quarantine first: once raw holds the run, everything that it left out is on record.
            List<TableVersion> outputs = new ArrayList<>();
            if (batch.rowsQuarantined() > 0) {
                Dataset<Row> quarantined = batch.quarantined().withColumn("run_id", lit(context.runId()));
                TableVersion quarantine =
                        context.lake().append(quarantined, context.quarantineTable(), context.writeId(name()));
                requireWritten(context, quarantine, batch.rowsQuarantined());
                outputs.add(quarantine);
            }
            TableVersion raw = ingest.mode() == Ingest.Mode.APPEND
                    ? context.lake().append(batch.accepted(), context.rawTable(), context.writeId(name()))
                    : context.lake().replace(batch.accepted(), context.rawTable(), context.writeId(name()));
            requireWritten(context, raw, batch.rowsAccepted());
            outputs.add(raw);
            return StageOutcome.done(
                    batch.rowsIn(),
                    batch.rowsAccepted(),
                    batch.rowsQuarantined(),
                    List.of(),
                    outputs,
                    new Detail(batch.expectations()));
        }
    }

    /** What the raw table held before this run, where it goes on holding it. */
    private Optional<Dataset<Row>> publishedBefore(RunContext context) {
        if (context.pipeline().ingest().mode() == Ingest.Mode.REPLACE
                || !context.lake().exists(context.rawTable())) {
            return Optional.empty();
        }
        long newest = context.lake().version(context.rawTable());
        // A run that was cut off may have written its rows: they are not in its own way.
        long before = context.lake()
                .written(context.rawTable(), context.writeId(name()))
                .map(own -> own.version() - 1)
                .orElse(newest);
        return before < 0
                ? Optional.empty()
                : Optional.of(context.read(new TableVersion(context.rawTable(), before)))
                        // A run that was cut off may have made the table only.
                        .filter(rows -> rows.columns().length > 0);
    }

    private static void warnings(RunContext context, IngestedBatch batch) {
        for (ExpectationResult result : batch.expectations()) {
            if (result.failed() > 0) {
                context.progress()
                        .step(String.format(
                                Locale.ROOT,
                                "%,d rows break '%s' (%s)",
                                result.failed(),
                                result.name(),
                                result.severity().name().toLowerCase(Locale.ROOT)));
            }
        }
    }

    /** Rows in = rows out + rows quarantined, on what the tables hold and not on what was meant. */
    private static void requireWritten(RunContext context, TableVersion table, long rows) {
        long written = context.lake().rowsWritten(table).orElse(rows);
        if (written != rows) {
            throw LeptonException.data("Cannot account for every row: " + written + " rows were written to "
                    + table.table() + ", and there were " + rows
                    + ". The source changed while it was read; run again with a new --run-id.");
        }
    }

    private static List<Expectation> expectations(Ingest ingest) {
        return ingest.expectations().stream()
                .map(expectation -> new Expectation(
                        expectation.name(),
                        expectation.check(),
                        Expectation.Severity.valueOf(expectation.severity().name()),
                        expectation.allowedFraction()))
                .toList();
    }
}
