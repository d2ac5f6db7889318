package io.lepton.jobs;

import io.lepton.error.LeptonException;
import io.lepton.fairness.ClassNames;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GateDecision;
import io.lepton.fairness.neighbours.Consistency;
import io.lepton.fairness.slices.SliceReport;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableFiles;
import io.lepton.lake.TableVersion;
import io.lepton.lake.WriteId;
import io.lepton.registry.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The scores of a run, group by group → {@code audits/fairness}; the gates decide whether the scores become part of {@code scores/MODEL},
 * and whether the alias moves to a new model: it does not where a gate was left out, as no label was known. The scores' commit is the
 * last one: who sees them can see their audit.
 */
final class AuditStage implements Stage {
    private final Optional<GateOverride> asked;

    /** Publishes what passes the gates. */
    AuditStage() {
        this.asked = Optional.empty();
    }

    /** Publishes also what they refuse. */
    AuditStage(GateOverride override) {
        this.asked = Optional.of(override);
    }

    /**
     * What the ledger keeps of an audit.
     *
     * @param passed whether the scores were published
     * @param promoted whether the alias is the model's now
     * @param withoutLabels whether no true label was known, so that only the predictions were compared
     * @param undecided metrics of gates that were left out therefore
     * @param unlabelled rows whose label is not known where others' are
     * @param challenge how the challenger did
     * @param slices where the model errs most; absent if nobody looked
     * @param override who published the batch in spite of a gate
     */
    record Detail(
            FairnessReport fairness,
            List<GateDecision> gates,
            boolean passed,
            String alias,
            boolean promoted,
            boolean withoutLabels,
            List<String> undecided,
            long unlabelled,
            Optional<Challenge> challenge,
            Optional<SliceReport> slices,
            Optional<GateOverride> override) {
        Detail {
            // Older ledgers tell nothing of them.
            undecided = undecided == null ? List.of() : List.copyOf(undecided);
            challenge = challenge == null ? Optional.empty() : challenge;
            slices = slices == null ? Optional.empty() : slices;
            override = override == null ? Optional.empty() : override;
        }
    }

    @Override
    public StageName name() {
        return StageName.AUDIT;
    }

    @Override
    public StageOutcome run(RunContext context) {
        Batch batch = Batch.of(context);
        TableFiles waiting = context.lake().files(batch.scores());
        Dataset<Row> scores = waiting.rows();
        LabelCodec label = ModelBundle.loadLabel(context.spark(), batch.model().path());
        SliceAuditing slicing = new SliceAuditing(context, label);
        Findings findings = findings(context, batch, scores, label, slicing);
        BatchAudit.Verdict verdict = findings.verdict();
        Optional<Challenge> challenge = findings.challenge();
        Optional<SliceReport> slices = findings.slices();
        Optional<GateOverride> override =
                asked.filter(any -> !verdict.refusals().isEmpty());

        List<TableVersion> written = new ArrayList<>();
        WriteId sliced = writeId(context, Optional.empty());
        try (Beside<Optional<TableVersion>> saved = Beside.start(
                context.spark(), () -> slices.flatMap(found -> slicing.save(found, batch.model(), sliced)))) {
            written.add(record(context, batch.model(), new ClassNames(label.classes()), verdict, challenge, override));
            saved.result().ifPresent(written::add);
        }
        String alias = context.pipeline().register().alias();
        boolean passed = verdict.refusals().isEmpty() || override.isPresent();
        // Of a batch without rows the gates say nothing; what they were not asked, a model has not passed.
        boolean promoted =
                passed && batch.rows() > 0 && verdict.undecided().isEmpty() && isCandidate(context, batch.model());
        if (promoted) {
            context.registry()
                    .promote(
                            batch.model().name(),
                            batch.model().version(),
                            alias,
                            override.map(AuditStage::overridden).orElse("passed the gates") + " of run "
                                    + context.runId());
        }
        if (passed) {
            written.addAll(new Publication(context, batch.detail(), waiting, scores).publish());
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
                        verdict.undecided(),
                        verdict.unlabelled(),
                        challenge,
                        slices,
                        override));
        return passed ? outcome : outcome.refusedBecause(reason(context, batch.model(), verdict.refusals()));
    }

    /** What audits found of a batch. */
    private record Findings(BatchAudit.Verdict verdict, Optional<Challenge> challenge, Optional<SliceReport> slices) {}

    /** How consistent each model is on a sample of a batch. */
    private record OfSample(Optional<Consistency> consistency, Optional<Consistency> ofChallenger) {

        static OfSample of(BatchAudit audit, ScoreStage.Detail batch, Dataset<Row> sampled) {
            return new OfSample(
                    audit.consistency(batch.ofModel(), sampled),
                    batch.challenger().flatMap(model -> audit.consistency(batch.ofChallenger(), sampled)));
        }
    }

    private static Findings findings(
            RunContext context, Batch batch, Dataset<Row> scores, LabelCodec label, SliceAuditing slicing) {
        ScoreStage.Detail detail = batch.detail();
        BatchAudit audit = new BatchAudit(context, label, scores, batch.rows());
        try (SampledScores sampled = SampledScores.of(scores);
                // Of one core's work, most of it.
                Beside<OfSample> compared =
                        Beside.start(context.spark(), () -> OfSample.of(audit, detail, sampled.rows()));
                Beside<Optional<SliceReport>> sliced = Beside.start(
                        context.spark(), () -> slicing.of(audit.predicted(sampled.rows(), detail.ofModel())))) {
            Optional<FairnessReport> challenger =
                    detail.challenger().map(model -> audit.counted(detail.ofChallenger()));
            FairnessReport counted = audit.counted(detail.ofModel());
            OfSample found = compared.result();
            Optional<Challenge> challenge = challenger.map(other -> Challenge.of(
                    detail.challenger().orElseThrow(),
                    scores,
                    audit.verdict(other, found.ofChallenger(), Optional.empty())));
            return new Findings(
                    audit.verdict(counted, found.consistency(), challenge.map(Challenge::fairness)),
                    challenge,
                    sliced.result());
        }
    }

    private static String overridden(GateOverride override) {
        return override.by() + " overrode the gates (" + override.reason() + ")";
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
            PublishedBatch.requireNotOvertaken(context, scored);
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
            RunContext context,
            ModelVersion model,
            ClassNames classes,
            BatchAudit.Verdict verdict,
            Optional<Challenge> challenge,
            Optional<GateOverride> override) {
        Dataset<Row> figures = new FairnessAuditTable(
                        context.runId(), model.name(), OptionalInt.of(model.version()), classes)
                .rows(context.spark(), verdict.fairness(), verdict.decisions(), override);
        Dataset<Row> all = challenge
                .map(found -> new FairnessAuditTable(
                                context.runId(), found.model(), OptionalInt.of(found.version()), classes)
                        .rows(context.spark(), found.fairness(), found.gates(), Optional.empty())
                        .union(figures))
                .orElse(figures);
        TableVersion written = context.lake().append(all, FairnessAuditTable.NAME, writeId(context, override));
        context.registry()
                .attach(
                        model,
                        context.runId() + ending(override),
                        FairnessSummary.DOCUMENT,
                        Json.text(FairnessSummary.of(verdict.fairness(), verdict.decisions(), override))
                                .getBytes(StandardCharsets.UTF_8));
        return written;
    }

    /** Gates that were changed or overridden after a refusal are decided anew, in the same run. */
    private WriteId writeId(RunContext context, Optional<GateOverride> override) {
        return new WriteId(
                context.runId(), name().id() + "/" + context.pipeline().hash() + ending(override));
    }

    private static String ending(Optional<GateOverride> override) {
        return override.map(any -> ReportStage.OVERRIDDEN).orElse("");
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
