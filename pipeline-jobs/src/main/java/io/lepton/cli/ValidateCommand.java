package io.lepton.cli;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.check.PipelineCheck;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton validate PIPELINE}: every problem of the file at once, without running anything. */
@Command(name = "validate", mixinStandardHelpOptions = true, description = "Check a pipeline file.")
final class ValidateCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline file.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Pipeline pipeline =
                new PipelineCheck().all(new PipelineParser().read(file)).orThrow();
        spec.commandLine().getOut().println(file + ": pipeline '" + pipeline.pipeline() + "' is valid.");
    }
}
