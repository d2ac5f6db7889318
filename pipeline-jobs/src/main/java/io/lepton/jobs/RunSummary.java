package io.lepton.jobs;

import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GateDecision;
import io.lepton.jobs.mitigation.MitigationDetail;
import io.lepton.lake.StageRun;
import io.lepton.privacy.proof.PrivacyEvidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run did, from the ledger alone; a part is absent while its stage is not done.
 *
 * @param seconds by stage, in the order in which they ran
 */
public record RunSummary(
        String runId,
        String pipeline,
        Map<String, Double> seconds,
        Optional<Rows> ingested,
        Optional<Protection> protection,
        Optional<Quality> quality,
        Optional<MitigationDetail> mitigation,
        Optional<Scored> scored,
        Optional<Fairness> fairness,
        Optional<String> modelVersion,
        Optional<CompressionOutcome> compression,
        Optional<String> reportPath) {

    /** Rows in = rows out + rows quarantined. */
    public record Rows(long in, long out, long quarantined) {}

    /** What was promised and proven about privacy. */
    public record Protection(
            Optional<PrivacyEvidence> before,
            Optional<PrivacyEvidence> evidence,
            long suppressed,
            double normalizedCertaintyPenalty,
            List<String> quasiIdentifiers) {}

    /** Metrics by model, on out-of-fold predictions of training rows and on the test rows. */
    public record Quality(
            String chosen,
            String metric,
            Map<String, Map<String, Double>> outOfFold,
            Map<String, Map<String, Double>> test,
            long trainingRows,
            long testRows) {}

    /**
     * What was scored, and how unlike the training rows it was.
     *
     * @param since version of the table from which on its rows had changed; absent: all were scored
     */
    public record Scored(long rows, List<InputFinding> inputs, Optional<Long> since) {}

    /**
     * How groups are treated, and what the gates said.
     *
     * @param passed whether the scores were published
     * @param promoted whether the alias is the model's now
     * @param withoutLabels whether no true label was known
     * @param undecided metrics of gates that were left out therefore
     * @param unlabelled rows whose label is not known where others' are
     * @param challenger what scored the same rows for comparison
     * @param override who published them although a gate refused
     */
    public record Fairness(
            FairnessReport report,
            List<GateDecision> gates,
            boolean passed,
            String alias,
            boolean promoted,
            boolean withoutLabels,
            List<String> undecided,
            long unlabelled,
            Optional<Challenger> challenger,
            Optional<GateOverride> override) {}

    /**
     * How another model would have done.
     *
     * @param model name and version
     * @param otherPredictions share of the rows whose predictions differ, 0 to 1
     * @param scoreDifference mean absolute difference of a row's scores
     * @param report of its scores
     * @param refusals gates that would have refused it
     */
    public record Challenger(
            String model,
            double otherPredictions,
            double scoreDifference,
            FairnessReport report,
            List<GateDecision> refusals) {}

    static Optional<RunSummary> of(RunContext context) {
        List<StageRun> stages = context.ledger().ofRun(context.runId());
        if (stages.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Double> seconds = new LinkedHashMap<>();
        stages.forEach(stage -> seconds.put(stage.stage(), stage.durationSeconds()));
        return Optional.of(new RunSummary(
                context.runId(),
                context.pipeline().pipeline(),
                seconds,
                find(stages, StageName.INGEST).map(run -> new Rows(run.rowsIn(), run.rowsOut(), run.rowsQuarantined())),
                detail(stages, StageName.ANONYMIZE, AnonymizeStage.Detail.class, RunSummary::protection),
                detail(stages, StageName.TRAIN, TrainStage.Detail.class, RunSummary::quality),
                detail(stages, StageName.TRAIN, TrainStage.Detail.class, TrainStage.Detail::mitigation)
                        .flatMap(found -> found),
                detail(
                        stages,
                        StageName.SCORE,
                        ScoreStage.Detail.class,
                        scored -> new Scored(
                                scored.rows(),
                                scored.inputs(),
                                scored.position().flatMap(Incoming.Position::since))),
                detail(stages, StageName.AUDIT, AuditStage.Detail.class, RunSummary::fairness),
                detail(
                        stages,
                        StageName.REGISTER,
                        RegisterStage.Detail.class,
                        registered -> registered.model() + "/" + registered.version()),
                detail(stages, StageName.REGISTER, RegisterStage.Detail.class, RegisterStage.Detail::compression)
                        .flatMap(found -> found),
                detail(stages, StageName.REPORT, ReportStage.Detail.class, ReportStage.Detail::path)));
    }

    private static Protection protection(AnonymizeStage.Detail detail) {
        return new Protection(
                detail.before(),
                detail.after(),
                detail.suppressed(),
                detail.normalizedCertaintyPenalty(),
                detail.quasiIdentifiers());
    }

    private static Quality quality(TrainStage.Detail detail) {
        return new Quality(
                detail.chosen(),
                detail.metric(),
                detail.outOfFold(),
                detail.testMetrics(),
                detail.trainingRows(),
                detail.testRows());
    }

    private static Fairness fairness(AuditStage.Detail detail) {
        return new Fairness(
                detail.fairness(),
                detail.gates(),
                detail.passed(),
                detail.alias(),
                detail.promoted(),
                detail.withoutLabels(),
                detail.undecided(),
                detail.unlabelled(),
                detail.challenge().map(RunSummary::challenger),
                detail.override());
    }

    private static Challenger challenger(Challenge challenge) {
        return new Challenger(
                challenge.model() + "/" + challenge.version(),
                challenge.otherPredictions(),
                challenge.scoreDifference(),
                challenge.fairness(),
                challenge.gates().stream().filter(gate -> !gate.passed()).toList());
    }

    /** A stage's record: its details are there unless it failed. */
    private static Optional<StageRun> find(List<StageRun> stages, StageName name) {
        return stages.stream()
                .filter(stage ->
                        stage.stage().equals(name.id()) && !stage.status().equals("failed"))
                .findFirst();
    }

    private static <D, T> Optional<T> detail(
            List<StageRun> stages, StageName name, Class<D> type, Function<D, T> part) {
        return find(stages, name)
                .filter(run -> !run.detailJson().startsWith("{\"reason\""))
                .map(run -> Json.read(run.detailJson(), type))
                .map(part);
    }
}
