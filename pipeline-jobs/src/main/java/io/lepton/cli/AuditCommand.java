package io.lepton.cli;

import io.lepton.cli.audit.ScoreTableOptions;
import io.lepton.cli.audit.ScoreTableRun;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.GateOverride;
import io.lepton.jobs.StageName;
import io.lepton.jobs.check.PipelineCheck;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton audit PIPELINE}: the stage; {@code lepton audit --scores TABLE …}: scores made elsewhere. */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run the stage 'audit' of a pipeline file; or, with --scores, audit a table of scores made elsewhere per group of people."
        },
        footer = {
            "",
            "For example:",
            "  lepton audit pipeline.yaml --run-id monday",
            "  lepton audit pipeline.yaml --run-id monday --override-by 'Ada Lovelace' --reason 'pilot of 200 people, reviewed by hand'",
            "  lepton audit --scores scores.csv --score probability --label repaid --protected sex,age --gate 'demographic_parity_ratio>=0.8'",
            "Every figure, with its interval, is added to the lake's table audits/fairness."
        })
final class AuditCommand implements Runnable {
    @ArgGroup(multiplicity = "1")
    private Subject subject;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "Names the run; give the same again to continue one that was cut off.")
    private String runId;

    @ArgGroup(exclusive = false, heading = "%nAfter a refusal:%n")
    private Overriding overriding;

    @Spec
    private CommandSpec spec;

    /** Who answers for a batch that a gate refused. */
    private static final class Overriding {
        @Option(
                names = "--override-by",
                required = true,
                paramLabel = "NAME",
                description =
                        "Publishes the batch of --run-id although a gate refused it. The name and the reason stay in the"
                                + " model's card, in its alias' history and in audits/fairness.")
        private String by;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for those who will ask.")
        private String reason;
    }

    /** What is audited. */
    private static final class Subject {
        @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline file.")
        private Path pipeline;

        @ArgGroup(exclusive = false, heading = "%nScores made elsewhere:%n")
        private ScoreTableOptions scores;
    }

    @Override
    public void run() {
        if (overriding != null && (subject.pipeline == null || runId == null)) {
            throw new ParameterException(
                    spec.commandLine(), "--override-by is about a run of a pipeline: name both, with --run-id");
        }
        if (subject.pipeline == null) {
            new ScoreTableRun(subject.scores, runId == null ? RunOptions.newRunId() : runId)
                    .print(new EmbeddedSession(), spec.commandLine().getOut());
            return;
        }
        RunOptions.execute(
                new PipelineCheck()
                        .withoutData(new PipelineParser().read(subject.pipeline))
                        .orThrow(),
                runId,
                spec.commandLine().getOut(),
                run -> {
                    if (overriding == null) {
                        run.only(StageName.AUDIT);
                    } else {
                        run.override(new GateOverride(overriding.by, overriding.reason));
                    }
                });
    }
}
