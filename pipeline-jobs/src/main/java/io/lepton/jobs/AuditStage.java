package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.error.LeptonException;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GateDecision;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import io.lepton.lake.WriteId;
import io.lepton.registry.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
     * @param challenge how the challenger did
     */
    record Detail(
            FairnessReport fairness,
            List<GateDecision> gates,
            boolean passed,
            String alias,
            boolean promoted,
            boolean withoutLabels,
            Optional<Challenge> challenge) {
        Detail {
            // Older ledgers tell nothing of it.
            challenge = challenge == null ? Optional.empty() : challenge;
        }
    }

    @Override
    public StageName name() {
        return StageName.AUDIT;
    }

    @Override
    public StageOutcome run(RunContext context) {
        Batch batch = Batch.of(context);
        Dataset<Row> scores = context.read(batch.scores());
        BatchAudit audit = new BatchAudit(
                context, ModelBundle.loadLabel(context.spark(), batch.model().path()));
        BatchAudit.Verdict verdict = audit.of(scores, batch.detail().ofModel());
        Optional<Challenge> challenge = batch.detail()
                .challenger()
                .map(model -> Challenge.of(
                        model, scores, audit.of(scores, batch.detail().ofChallenger())));

        List<TableVersion> written = new ArrayList<>();
        written.add(record(context, batch.model(), verdict, challenge));
        String alias = context.pipeline().register().alias();
        boolean passed = verdict.refusals().isEmpty();
        // Of a batch without rows the gates say nothing.
        boolean promoted = passed && batch.rows() > 0 && isCandidate(context, batch.model());
        if (promoted) {
            context.registry()
                    .promote(
                            batch.model().name(),
                            batch.model().version(),
                            alias,
                            "passed the gates of run " + context.runId());
        }
        if (passed) {
            written.addAll(new Publication(context, batch.detail(), batch.scores(), scores).publish());
        }
        List<TableVersion> read = new ArrayList<>(batch.madeOf());
        read.add(batch.scores());
        StageOutcome outcome = StageOutcome.done(
                batch.rows(),
                batch.rows(),
                0,
                read,
                written,
                new Detail(
                        verdict.fairness(),
                        verdict.decisions(),
                        passed,
                        alias,
                        promoted,
                        !verdict.labelled(),
                        challenge));
        return passed ? outcome : outcome.refusedBecause(reason(context, batch.model(), verdict.refusals()));
    }

    @Override
    public void clear(RunContext context) {
        new UnpublishedBatch(context).clear();
    }

    /** Scores that wait for their audit. */
    private record Batch(
            ScoreStage.Detail detail, ModelVersion model, TableVersion scores, List<TableVersion> madeOf, long rows) {

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
                    detail,
                    context.registry().version(detail.model(), detail.version()),
                    Json.read(scored.outputs(), TableVersion[].class)[0],
                    Arrays.asList(Json.read(scored.inputs(), TableVersion[].class)),
                    scored.rowsOut());
        }
    }

    private TableVersion record(
            RunContext context, ModelVersion model, BatchAudit.Verdict verdict, Optional<Challenge> challenge) {
        Dataset<Row> figures = new FairnessAuditTable(context.runId(), model.name(), model.version())
                .rows(context.spark(), verdict.fairness(), verdict.decisions());
        Dataset<Row> all = challenge
                .map(found -> new FairnessAuditTable(context.runId(), found.model(), found.version())
                        .rows(context.spark(), found.fairness(), found.gates())
                        .union(figures))
                .orElse(figures)
                .withColumn("audited_at", current_timestamp());
        // Gates that were changed after a refusal are decided anew, in the same run.
        WriteId id = new WriteId(
                context.runId(), name().id() + "/" + context.pipeline().hash());
        TableVersion written = context.lake().append(all, "audits/fairness", id);
        context.registry()
                .attach(
                        model,
                        context.runId(),
                        FairnessSummary.DOCUMENT,
                        Json.text(FairnessSummary.of(verdict.fairness(), verdict.decisions()))
                                .getBytes(StandardCharsets.UTF_8));
        return written;
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
}
