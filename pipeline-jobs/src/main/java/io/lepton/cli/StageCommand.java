package io.lepton.cli;

import io.lepton.jobs.StageName;
import io.lepton.jobs.check.PipelineCheck;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lepton STAGE PIPELINE}: one stage, on what the stages before it left. */
@Command(mixinStandardHelpOptions = true)
final class StageCommand implements Runnable {
    private final StageName stage;

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    private StageCommand(StageName stage) {
        this.stage = stage;
    }

    static CommandLine of(StageName stage) {
        CommandLine command = new CommandLine(new StageCommand(stage));
        command.getCommandSpec().usageMessage().description("Run the stage '" + stage.id() + "' of a pipeline file.");
        return command;
    }

    @Override
    public void run() {
        PipelineCheck check = new PipelineCheck();
        options.execute(
                stage == StageName.INGEST ? check::all : check::withoutData,
                spec.commandLine().getOut(),
                run -> run.only(stage));
    }
}
