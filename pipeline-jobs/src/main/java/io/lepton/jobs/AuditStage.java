package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Audit;
import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.Gate;
import io.lepton.fairness.GateDecision;
import io.lepton.fairness.Gates;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import io.lepton.lake.WriteId;
import io.lepton.registry.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The scores of a run, group by group → {@code audits/fairness}; the gates decide whether the scores become part of {@code scores/MODEL},
 * and whether the alias moves to a new model. The scores' commit is the last one: who sees them can see their audit.
 */
final class AuditStage implements Stage {

    /**
     * What the ledger keeps of an audit.
     *
     * @param passed whether the scores were published
     * @param promoted whether the alias is the model's now
     * @param withoutLabels whether no true label was known, so that only the predictions were compared
     */
    record Detail(
            FairnessReport fairness,
            List<GateDecision> gates,
            boolean passed,
            String alias,
            boolean promoted,
            boolean withoutLabels) {}

    @Override
    public StageName name() {
        return StageName.AUDIT;
    }

    @Override
    public StageOutcome run(RunContext context) {
        Batch batch = Batch.of(context);
        LabelCodec label = ModelBundle.loadLabel(context.spark(), batch.model().path());
        Dataset<Row> predicted = predicted(context, batch, label);
        boolean labelled = predicted.agg(count(col("label"))).head().getLong(0) > 0;
        FairnessReport fairness = audit(context, predicted, labelled);
        List<GateDecision> decisions = Gates.decide(gates(context.pipeline().audit(), labelled), fairness);
        List<GateDecision> refused =
                decisions.stream().filter(decision -> !decision.passed()).toList();

        List<TableVersion> written = new ArrayList<>();
        written.add(record(context, batch.model(), fairness, decisions));
        String alias = context.pipeline().register().alias();
        boolean promoted = refused.isEmpty() && isCandidate(context, batch.model());
        if (refused.isEmpty()) {
            if (promoted) {
                context.registry()
                        .promote(
                                batch.model().name(),
                                batch.model().version(),
                                alias,
                                "passed the gates of run " + context.runId());
            }
            written.add(publish(context, batch));
        }
        List<TableVersion> read = new ArrayList<>(batch.madeOf());
        read.add(batch.scores());
        StageOutcome outcome = StageOutcome.done(
                batch.rows(),
                batch.rows(),
                0,
                read,
                written,
                new Detail(fairness, decisions, refused.isEmpty(), alias, promoted, !labelled));
        return refused.isEmpty() ? outcome : outcome.refusedBecause(reason(context, batch.model(), refused));
    }

    @Override
    public void clear(RunContext context) {
        context.lake().delete(context.unpublishedScores());
    }

    /** Scores that wait for their audit. */
    private record Batch(ModelVersion model, TableVersion scores, List<TableVersion> madeOf, long rows) {

        static Batch of(RunContext context) {
            StageRun scored = context.ledger()
                    .completed(context.runId(), StageName.SCORE.id())
                    .orElseThrow(() -> LeptonException.configuration("Cannot audit: run '" + context.runId()
                            + "' has scored nothing. Run 'lepton score' with the same --run-id first."));
            context.requireWork(
                    context.lake().pathOf(context.unpublishedScores()),
                    "audit the scores of run '" + scored.runId() + "'");
            ScoreStage.Detail detail = Json.read(scored.detailJson(), ScoreStage.Detail.class);
            return new Batch(
                    context.registry().version(detail.model(), detail.version()),
                    Json.read(scored.outputs(), TableVersion[].class)[0],
                    Arrays.asList(Json.read(scored.inputs(), TableVersion[].class)),
                    scored.rowsOut());
        }
    }

    private static FairnessReport audit(RunContext context, Dataset<Row> predicted, boolean labelled) {
        Audit audit = context.pipeline().audit();
        if (labelled) {
            return new FairnessAudit(input(audit, "label"))
                    .audit(predicted.where(col("label").isNotNull()));
        }
        // Against itself a prediction is right; what compares it with the truth is then left out.
        return new FairnessAudit(input(audit, "__prediction")).audit(predicted).withoutLabels();
    }

    /** Scores with label, null where it is not known, and protected attributes; both models' numbers and people's words are kept. */
    private static Dataset<Row> predicted(RunContext context, Batch batch, LabelCodec label) {
        Dataset<Row> scores = AuditedColumns.beside(context.read(batch.scores()));
        Dataset<Row> labelled = Arrays.asList(scores.columns()).contains(label.column())
                ? label.encode(scores)
                : scores.withColumn("label", lit(null).cast("double"));
        double threshold = context.pipeline().audit().threshold();
        return labelled.withColumn(
                "__prediction",
                switch (label.task()) {
                    case BINARY -> col("__score").geq(threshold).cast("double");
                    case MULTICLASS -> label.number(col("__prediction_label"));
                    case REGRESSION -> col("__score");
                });
    }

    private TableVersion record(
            RunContext context, ModelVersion model, FairnessReport fairness, List<GateDecision> decisions) {
        Dataset<Row> figures = new FairnessAuditTable(context.runId(), model.name(), model.version())
                .rows(context.spark(), fairness, decisions)
                .withColumn("audited_at", current_timestamp());
        // Gates that were changed after a refusal are decided anew, in the same run.
        WriteId id = new WriteId(
                context.runId(), name().id() + "/" + context.pipeline().hash());
        TableVersion written = context.lake().append(figures, "audits/fairness", id);
        context.registry()
                .attach(
                        model,
                        context.runId(),
                        FairnessSummary.DOCUMENT,
                        Json.text(FairnessSummary.of(fairness, decisions)).getBytes(StandardCharsets.UTF_8));
        return written;
    }

    private TableVersion publish(RunContext context, Batch batch) {
        Dataset<Row> scores = context.read(batch.scores()).drop(AuditedColumns.NAME);
        return context.lake().append(scores, context.scoreTable(), context.writeId(name()));
    }

    /** Whether the audit decides about the model, too: not where the pipeline file names one that was chosen before. */
    private static boolean isCandidate(RunContext context, ModelVersion model) {
        return context.pipeline().score().model().isEmpty()
                || RegisterStage.registeredBy(context).filter(model::equals).isPresent();
    }

    private static String reason(RunContext context, ModelVersion model, List<GateDecision> refused) {
        StringBuilder reason = new StringBuilder("Cannot publish the scores of run '" + context.runId() + "': "
                + refused.size() + (refused.size() == 1 ? " gate refuses." : " gates refuse."));
        refused.forEach(decision -> reason.append("\n  - ").append(decision.reason()));
        if (isCandidate(context, model)) {
            reason.append("\n")
                    .append(model.name() + "/" + model.version())
                    .append(" was not promoted to '")
                    .append(context.pipeline().register().alias())
                    .append("'.");
        }
        return reason.append("\nThe scores are kept in ")
                .append(context.unpublishedScores())
                .append(". Change the model, or the gates under 'audit.gates'.")
                .toString();
    }

    private static AuditInput input(Audit audit, String label) {
        return new AuditInput(
                label,
                "__score",
                "__prediction",
                audit.protectedAttributes(),
                audit.bins(),
                audit.minimumCount(),
                audit.privacyThreshold());
    }

    /** Those that can be decided. */
    private static List<Gate> gates(Audit audit, boolean labelled) {
        return audit.gates().stream()
                .filter(gate -> labelled || !Gates.needsLabels(gate.metric()))
                .map(gate -> new Gate(gate.metric(), gate.atLeast(), gate.atMost(), gate.attribute()))
                .toList();
    }
}
