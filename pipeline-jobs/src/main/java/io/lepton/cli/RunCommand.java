package io.lepton.cli;

import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.check.PipelineCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lepton run PIPELINE}: every stage, in order. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Walk all stages of a pipeline file.")
final class RunCommand implements Runnable {
    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        options.execute(new PipelineCheck()::all, spec.commandLine().getOut(), PipelineRun::all);
    }
}
