package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Score;
import io.lepton.error.LeptonException;
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

/** Rows and a registered model → {@code scores/MODEL}. */
final class ScoreStage implements Stage {

    /** What the ledger keeps of a batch. */
    record Detail(String model, int version, long rows) {}

    @Override
    public StageName name() {
        return StageName.SCORE;
    }

    @Override
    public StageOutcome run(RunContext context) {
        ModelVersion version = modelVersion(context);
        ModelBundle bundle = ModelBundle.load(context.spark(), version.path());
        Score.Input input = context.pipeline().score().input();
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
                return score(context, version, bundle, batch.accepted(), List.of());
            }
        }
        TableVersion trusted = context.versionOf(StageName.ANONYMIZE, context.trustedTable());
        return score(context, version, bundle, trustedRows(context, trusted), List.of(trusted));
    }

    private StageOutcome score(
            RunContext context,
            ModelVersion version,
            ModelBundle bundle,
            Dataset<Row> rows,
            List<TableVersion> inputs) {
        Dataset<Row> scores = bundle.predict(rows)
                .withColumn("model_name", lit(version.name()))
                .withColumn("model_version", lit(version.version()))
                .withColumn("run_id", lit(context.runId()))
                .withColumn("scored_at", current_timestamp());
        TableVersion written =
                context.lake().append(scores.select(columns(context)), context.scoreTable(), context.writeId(name()));
        long rowsIn = rows.count();
        long rowsOut = context.read(written)
                .where(col("run_id").equalTo(context.runId()))
                .count();
        return StageOutcome.done(
                rowsIn, rowsOut, 0, inputs, List.of(written), new Detail(version.name(), version.version(), rowsOut));
    }

    private static Column[] columns(RunContext context) {
        List<Column> columns = new ArrayList<>();
        context.keys().forEach(key -> columns.add(Columns.of(key)));
        for (String column : List.of("score", "prediction", "model_name", "model_version", "run_id", "scored_at")) {
            columns.add(col(column));
        }
        return columns.toArray(Column[]::new);
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
