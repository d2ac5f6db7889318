package io.lepton.cli;

import io.lepton.config.PipelineParser;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.check.PipelineCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lepton demo}: the whole road on census data that comes with Lepton. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Walk the whole road on real census data.")
final class DemoCommand implements Runnable {
    @Option(names = "--run-id", paramLabel = "ID", description = "Names the run.")
    private String runId;

    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Path file = home.folder().resolve("deploy/pipelines/adult.yaml");
        RunOptions.execute(
                new PipelineCheck().all(new PipelineParser().read(file)).orThrow(), runId, out, PipelineRun::all);
        out.println("\nWorth trying next:");
        out.println("  ./lepton models show adult-income@champion     what the model is and where it came from");
        out.println("  ./lepton init YOUR.csv --label COLUMN          a first pipeline file for your own data");
        out.println("  ./lepton validate YOUR.yaml                    every problem of a pipeline file at once");
        out.flush();
    }
}
