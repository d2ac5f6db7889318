package io.lepton.cli;

import io.lepton.jobs.StageName;
import io.lepton.jobs.check.PipelineCheck;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lepton score PIPELINE}: a batch, or a stream of them. */
@Command(
        mixinStandardHelpOptions = true,
        description =
                "Run the stage 'score' of a pipeline file; with --stream, score and audit what comes in, batch after batch.")
final class ScoreCommand implements Runnable {
    @Mixin
    private RunOptions options;

    @Option(
            names = "--stream",
            description =
                    "Score, audit and publish new rows of score.input.source, a Delta table or a folder, until stopped."
                            + " Without --run-id the stream is called PIPELINE-stream, and goes on where it was.")
    private boolean stream;

    @ArgGroup
    private Pace pace;

    @Spec
    private CommandSpec spec;

    /** When a stream ends, or looks again. */
    private static final class Pace {
        @Option(names = "--once", description = "With --stream: end when all is scored that is there.")
        private boolean once;

        @Option(
                names = "--every",
                paramLabel = "SECONDS",
                description = "With --stream: look for new rows this often; 60 unless told.")
        private long seconds = 60;
    }

    @Override
    public void run() {
        PipelineCheck check = new PipelineCheck();
        if (!stream) {
            if (pace != null) {
                throw new ParameterException(spec.commandLine(), "--once and --every are about --stream: add it");
            }
            options.execute(check::withoutData, spec.commandLine().getOut(), run -> run.only(StageName.SCORE));
            return;
        }
        if (pace != null && pace.seconds < 0) {
            throw new ParameterException(spec.commandLine(), "--every takes seconds, found " + pace.seconds);
        }
        Optional<Duration> wait = pace != null && pace.once
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(pace == null ? new Pace().seconds : pace.seconds));
        options.executeNamed(
                pipeline -> pipeline + "-stream",
                check::withoutData,
                spec.commandLine().getOut(),
                run -> run.stream(wait));
    }
}
