package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.config.Audit;
import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.Gate;
import io.lepton.fairness.GateDecision;
import io.lepton.fairness.Gates;
import io.lepton.lake.TableVersion;
import io.lepton.registry.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The scores of a run, group by group → {@code audits/fairness}; the gates decide whether the alias moves to the model. */
final class AuditStage implements Stage {

    /** What the ledger keeps of an audit. */
    record Detail(FairnessReport fairness, List<GateDecision> gates, boolean passed, String alias) {}

    @Override
    public StageName name() {
        return StageName.AUDIT;
    }

    @Override
    public StageOutcome run(RunContext context) {
        Audit audit = context.pipeline().audit();
        TableVersion scores = context.versionOf(StageName.SCORE, context.scoreTable());
        TableVersion trusted = context.versionOf(StageName.ANONYMIZE, context.trustedTable());
        ModelVersion version = RegisterStage.registered(context);
        LabelCodec label = ModelBundle.loadLabel(context.spark(), version.path());

        Dataset<Row> judged = judgedRows(context, scores, trusted, label).persist();
        try {
            long rows = judged.count();
            if (rows == 0) {
                throw LeptonException.data(
                        "Cannot audit: no scored row of run '" + context.runId() + "' has a known label.");
            }
            FairnessReport fairness = new FairnessAudit(input(audit)).audit(judged);
            List<GateDecision> decisions = Gates.decide(gates(audit), fairness);
            List<GateDecision> refused =
                    decisions.stream().filter(decision -> !decision.passed()).toList();

            Dataset<Row> published = new FairnessAuditTable(context.runId(), version.name(), version.version())
                    .rows(context.spark(), fairness, decisions)
                    .withColumn("audited_at", current_timestamp());
            TableVersion written = context.lake().append(published, "audits/fairness", context.writeId(name()));
            FairnessSummary summary = FairnessSummary.of(fairness, decisions);
            context.registry()
                    .attach(
                            version,
                            context.runId(),
                            FairnessSummary.DOCUMENT,
                            Json.text(summary).getBytes(StandardCharsets.UTF_8));
            String alias = context.pipeline().register().alias();
            if (refused.isEmpty()) {
                context.registry()
                        .promote(
                                version.name(), version.version(), alias, "passed the gates of run " + context.runId());
            }
            StageOutcome outcome = StageOutcome.done(
                    rows,
                    rows,
                    0,
                    List.of(scores, trusted),
                    List.of(written),
                    new Detail(fairness, decisions, refused.isEmpty(), alias));
            return refused.isEmpty() ? outcome : outcome.refusedBecause(reason(version, alias, refused));
        } finally {
            judged.unpersist();
        }
    }

    private static String reason(ModelVersion version, String alias, List<GateDecision> refused) {
        StringBuilder reason = new StringBuilder("Cannot promote " + version.name() + "/" + version.version() + " to '"
                + alias + "': " + refused.size() + (refused.size() == 1 ? " gate refuses." : " gates refuse."));
        refused.forEach(decision -> reason.append("\n  - ").append(decision.reason()));
        return reason.append("\nThe alias was not moved. Change the model or the gates under 'audit.gates'.")
                .toString();
    }

    /** Scores of this run with label and protected attributes; both models' numbers and people's words are kept. */
    private static Dataset<Row> judgedRows(
            RunContext context, TableVersion scores, TableVersion trusted, LabelCodec label) {
        Set<String> wanted = new LinkedHashSet<>(context.keys());
        wanted.add(label.column());
        wanted.addAll(context.pipeline().audit().protectedAttributes());
        Dataset<Row> people = context.read(trusted);
        Column[] columns = wanted.stream()
                .filter(column -> Arrays.asList(people.columns()).contains(column)
                        || !context.pipeline().audit().protectedAttributes().contains(column))
                .map(Columns::of)
                .toArray(Column[]::new);
        Dataset<Row> scored = context.read(scores)
                .where(col("run_id").equalTo(context.runId()))
                .select(scoreColumns(context));
        Dataset<Row> labelled = label.encode(
                        people.select(columns).join(scored, context.keys().toArray(String[]::new)))
                .where(col("label").isNotNull());
        double threshold = context.pipeline().audit().threshold();
        return labelled.withColumn(
                "__prediction",
                switch (label.task()) {
                    case BINARY -> col("__score").geq(threshold).cast("double");
                    case MULTICLASS -> label.number(col("__prediction_label"));
                    case REGRESSION -> col("__score");
                });
    }

    private static Column[] scoreColumns(RunContext context) {
        return java.util.stream.Stream.concat(
                        context.keys().stream().map(Columns::of),
                        java.util.stream.Stream.of(
                                col("score").as("__score"), col("prediction").as("__prediction_label")))
                .toArray(Column[]::new);
    }

    private static AuditInput input(Audit audit) {
        return new AuditInput(
                "label",
                "__score",
                "__prediction",
                audit.protectedAttributes(),
                audit.bins(),
                audit.minimumCount(),
                audit.privacyThreshold());
    }

    private static List<Gate> gates(Audit audit) {
        return audit.gates().stream()
                .map(gate -> new Gate(gate.metric(), gate.atLeast(), gate.atMost(), gate.attribute()))
                .toList();
    }
}
