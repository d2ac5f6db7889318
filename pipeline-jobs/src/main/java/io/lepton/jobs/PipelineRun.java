package io.lepton.jobs;

import io.lepton.config.Pipeline;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/** The way in for whoever runs pipelines: the command line, a scheduler's job, a test. */
public final class PipelineRun {
    private final RunContext context;

    public PipelineRun(SparkSession spark, Pipeline pipeline, String runId, String codeVersion, Progress progress) {
        this.context = RunContext.open(spark, pipeline, runId, codeVersion, progress);
    }

    /**
     * Walks every stage.
     *
     * @throws io.lepton.error.LeptonException when data, configuration or a gate stops the run; the report is written also when a gate refused
     */
    public void all() {
        new StageRunner(context)
                .run(Arrays.stream(StageName.values()).map(PipelineRun::stage).toList());
    }

    /** Runs one stage on what the stages before it left, in this run or in the newest one. */
    public void only(StageName stage) {
        new StageRunner(context).run(List.of(stage(stage)));
    }

    /**
     * Audits a batch that a gate refused once more, publishes it all the same, and writes its report anew. Where no gate refuses, nothing is
     * overridden, and no report written.
     */
    public void override(GateOverride override) {
        StageRunner runner = new StageRunner(context);
        runner.run(List.of(new AuditStage(override)));
        boolean overridden = context.ledger()
                .completed(context.runId(), StageName.AUDIT.id())
                .flatMap(audit ->
                        Json.read(audit.detailJson(), AuditStage.Detail.class).override())
                .isPresent();
        if (overridden) {
            runner.again(new ReportStage(ReportStage.OVERRIDDEN));
        }
    }

    /**
     * Scores, audits and publishes what comes into {@code score.input.source}, batch after batch, until it is stopped. The run id names the
     * stream; given again, it goes on where it was.
     *
     * @param pace how long to wait for the next batch; absent: ends when all is scored that is there
     */
    public void stream(Optional<Duration> pace) {
        new ScoreStream(context)
                .run(pace.map(every -> Trigger.ProcessingTime(every.toMillis())).orElseGet(Trigger::AvailableNow));
    }

    /** What the run has done so far; empty if nothing is on record. */
    public Optional<RunSummary> summary() {
        return RunSummary.of(context);
    }

    private static Stage stage(StageName name) {
        return switch (name) {
            case INGEST -> new IngestStage();
            case ANONYMIZE -> new AnonymizeStage();
            case FEATURES -> new FeaturesStage();
            case TRAIN -> new TrainStage();
            case REGISTER -> new RegisterStage();
            case SCORE -> new ScoreStage();
            case AUDIT -> new AuditStage();
            case REPORT -> new ReportStage();
        };
    }
}
