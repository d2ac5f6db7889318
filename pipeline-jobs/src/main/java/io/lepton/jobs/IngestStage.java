package io.lepton.jobs;

import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Ingest;
import io.lepton.ingest.Expectation;
import io.lepton.ingest.ExpectationResult;
import io.lepton.ingest.IngestedBatch;
import io.lepton.ingest.Ingestion;
import io.lepton.lake.TableVersion;
import java.util.ArrayList;
import java.util.List;
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
                Sources.spec(context, ingest.source(), ingest.columns()), ingest.key(), expectations(ingest))) {
            // Quarantine first: once raw holds the run, everything that it left out is on record.
            List<TableVersion> outputs = new ArrayList<>();
            if (batch.rowsQuarantined() > 0) {
                Dataset<Row> quarantined = batch.quarantined().withColumn("run_id", lit(context.runId()));
                outputs.add(context.lake().append(quarantined, context.quarantineTable(), context.writeId(name())));
            }
            TableVersion raw = ingest.mode() == Ingest.Mode.APPEND
                    ? context.lake().append(batch.accepted(), context.rawTable(), context.writeId(name()))
                    : context.lake().replace(batch.accepted(), context.rawTable(), context.writeId(name()));
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
