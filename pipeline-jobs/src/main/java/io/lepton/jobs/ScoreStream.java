package io.lepton.jobs;

import io.lepton.config.Pipeline;
import io.lepton.error.LeptonException;
import io.lepton.registry.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Scores what comes into a Delta table or a folder, batch after batch. Each batch is a run of its own, by the number that Structured Streaming
 * gives it: scored, audited and published by the stages that do it at night, each done once however often the stream is cut off and started
 * again. A batch whose audit refuses ends the stream, and is what the next start begins with.
 */
final class ScoreStream {
    private static final int CHAMPION_AND_CHALLENGER = 2;

    private final RunContext context;
    private final StreamSource source;
    private final Map<ModelVersion, ScoringModels.Loaded> loaded = new HashMap<>();

    /** @param context whose run id names the stream */
    ScoreStream(RunContext context) {
        this.context = context;
        requireStreamable(context.pipeline());
        this.source = StreamSource.of(context);
    }

    /**
     * Goes on until it is stopped, or with {@code Trigger.AvailableNow} until all is scored that is there.
     *
     * @throws LeptonException when rows cannot be scored, or a gate refuses
     */
    void run(Trigger trigger) {
        String checkpoint = context.lake().pathOf("streams/" + context.runId());
        requireKnown(checkpoint);
        VoidFunction2<Dataset<Row>, Long> batch = this::score;
        try {
            source.open()
                    .writeStream()
                    .queryName(context.runId())
                    .option("checkpointLocation", checkpoint)
                    .trigger(trigger)
                    .foreachBatch(batch)
                    .start()
                    .awaitTermination();
        } catch (TimeoutException | StreamingQueryException e) {
            throw source.explained(e);
        }
    }

    /** Without its offsets a stream would count its batches from 0 again, and take new ones for those that are on record. */
    private void requireKnown(String checkpoint) {
        Path folder = new Path(checkpoint);
        try {
            if (!folder.getFileSystem(context.spark().sparkContext().hadoopConfiguration())
                            .exists(folder)
                    && context.ledger().hasRuns(Pattern.quote(context.runId()) + "-[0-9]{6,}")) {
                throw LeptonException.configuration("Cannot go on with the stream '" + context.runId()
                        + "': its batches are on record, and its offsets are gone from " + checkpoint
                        + ". Start a new stream with another --run-id; it begins with all rows that are there.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + folder, e);
        }
    }

    private static void requireStreamable(Pipeline pipeline) {
        if (pipeline.score().model().isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot score a stream: the pipeline file names no model."
                            + " Set score.model, as NAME@ALIAS: each batch is scored by the version that the alias names then.");
        }
        if (pipeline.score()
                .select()
                .filter(select -> select.atLeast().isEmpty())
                .isPresent()) {
            throw LeptonException.configuration(
                    "Cannot score a stream: the top of a batch is not the top of what the stream"
                            + " brings. Select by score.select.at-least.");
        }
    }

    /** A batch that was scored, and whose scores 'forget' deleted before their audit, is scored anew. */
    private RunContext run(long number) {
        RunContext run = context.ofRun(String.format(Locale.ROOT, "%s-%06d", context.runId(), number));
        while (isDone(run, StageName.SCORE)
                && !isDone(run, StageName.AUDIT)
                && !run.lake().exists(run.unpublishedScores())) {
            run = context.ofRun(run.runId() + "-anew");
        }
        return run;
    }

    private static boolean isDone(RunContext run, StageName stage) {
        return run.ledger().completed(run.runId(), stage.id()).isPresent();
    }

    private void score(Dataset<Row> batch, Long number) {
        RunContext run = run(number);
        if (isDone(run, StageName.AUDIT)) {
            new UnpublishedBatch(run).clear();
            return;
        }
        StageRunner runner = new StageRunner(run);
        // After a refusal the gates may have been changed, and with them the text of the pipeline file.
        if (!isDone(run, StageName.SCORE)) {
            Optional<Intake> rows = source.batch(run, batch);
            if (rows.isEmpty()) {
                return;
            }
            context.progress().step("batch " + number + " is run " + run.runId());
            runner.run(List.of(new ScoreStage(rows.get(), this::load)));
        }
        runner.run(List.of(new AuditStage()));
    }

    /** A version stays loaded from batch to batch; when an alias moves, the next batch is scored by the new one. */
    private ScoringModels.Loaded load(ModelVersion version) {
        if (!loaded.containsKey(version) && loaded.size() == CHAMPION_AND_CHALLENGER) {
            loaded.clear();
        }
        return loaded.computeIfAbsent(version, one -> ScoringModels.Loaded.of(context.spark(), one));
    }
}
