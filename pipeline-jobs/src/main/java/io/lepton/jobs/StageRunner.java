package io.lepton.jobs;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs stages in order, skips those that the ledger holds as done for the run id, and records what each did. */
final class StageRunner {
    private final RunContext context;

    StageRunner(RunContext context) {
        this.context = context;
    }

    /** Runs the stages. After a refusal only the report follows; the refusal is thrown at the end. */
    void run(List<Stage> stages) {
        Optional<LeptonException> refused = Optional.empty();
        for (Stage stage : stages) {
            if (refused.isPresent() && stage.name() != StageName.REPORT) {
                continue;
            }
            Optional<LeptonException> refusal = run(stage);
            refused = refused.isPresent() ? refused : refusal;
        }
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    /** Runs a stage whether or not it was done in this run before. */
    void again(Stage stage) {
        perform(stage).ifPresent(refusal -> {
            throw refusal;
        });
    }

    private Optional<LeptonException> run(Stage stage) {
        Optional<StageRun> before =
                context.ledger().completed(context.runId(), stage.name().id());
        if (before.isPresent()) {
            requireSameConfiguration(before.get());
            stage.clear(context);
            context.progress().skipped(stage.name());
            return Optional.empty();
        }
        return perform(stage);
    }

    private Optional<LeptonException> perform(Stage stage) {
        context.progress().started(stage.name());
        Instant startedAt = Instant.now();
        long start = System.nanoTime();
        StageOutcome outcome;
        try {
            outcome = explained(stage);
        } catch (LeptonException e) {
            if (e.exitCode() == ExitCode.GATE || e.exitCode() == ExitCode.DATA) {
                StageOutcome nothing = StageOutcome.done(
                        0, 0, 0, List.of(), List.of(), Map.of("reason", String.valueOf(e.getMessage())));
                record(stage, startedAt, start, nothing, e.exitCode() == ExitCode.GATE ? "refused" : "failed");
            }
            throw e;
        }
        record(stage, startedAt, start, outcome, outcome.refusal().isPresent() ? "refused" : "done");
        if (outcome.refusal().isEmpty()) {
            stage.clear(context);
        }
        context.progress().finished(stage.name(), secondsSince(start), rows(outcome));
        return outcome.refusal().map(LeptonException::gate);
    }

    private StageOutcome explained(Stage stage) {
        try {
            StageOutcome outcome = TaskFailure.unwrapped(() -> stage.run(context));
            requireUnchanged(stage, outcome);
            return outcome;
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            throw new StageFailure(stage.name().id(), context.runId())
                    .explained(e)
                    .map(RuntimeException.class::cast)
                    .orElseGet(() -> e instanceof RuntimeException known ? known : new IllegalStateException(e));
        }
    }

    /** What was read before rows of it were erased may have been written after. */
    private void requireUnchanged(Stage stage, StageOutcome outcome) {
        for (TableVersion input : outcome.inputs()) {
            if (context.lake().exists(input.table()) && context.lake().isErased(input)) {
                throw LeptonException.data(
                        "Cannot finish the stage '" + stage.name().id() + "' of run '"
                                + context.runId() + "': 'lepton forget' erased rows of " + input.table()
                                + " while it ran, and what it wrote may hold them. Give that command again, then run with a new --run-id.");
            }
        }
    }

    private void requireSameConfiguration(StageRun before) {
        if (!before.configHash().equals(context.pipeline().hash())) {
            throw LeptonException.configuration("Cannot continue run '" + context.runId() + "': its stage '"
                    + before.stage() + "' was done with another text of the pipeline file. Use a new --run-id.");
        }
    }

    private void record(Stage stage, Instant startedAt, long start, StageOutcome outcome, String status) {
        context.ledger()
                .record(new StageRun(
                        context.runId(),
                        context.pipeline().pipeline(),
                        stage.name().id(),
                        status,
                        startedAt,
                        secondsSince(start),
                        outcome.rowsIn(),
                        outcome.rowsOut(),
                        outcome.rowsSetAside(),
                        Json.text(outcome.inputs()),
                        Json.text(outcome.outputs()),
                        context.pipeline().hash(),
                        context.codeVersion(),
                        Json.text(outcome.detail())));
    }

    private static String rows(StageOutcome outcome) {
        return outcome.rowsSetAside() == 0
                ? String.format("%,d rows", outcome.rowsOut())
                : String.format(
                        "%,d of %,d rows, %,d set aside", outcome.rowsOut(), outcome.rowsIn(), outcome.rowsSetAside());
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
