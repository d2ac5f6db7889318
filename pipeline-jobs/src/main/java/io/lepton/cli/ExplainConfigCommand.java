package io.lepton.cli;

import io.lepton.config.schema.Manual;
import io.lepton.config.schema.PipelineSchema;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton explain-config [OPTION]}: the manual of the pipeline file. */
@Command(
        name = "explain-config",
        mixinStandardHelpOptions = true,
        description = "Explain the options of the pipeline file.")
final class ExplainConfigCommand implements Runnable {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "OPTION",
            description = "A section or option, for example train.xgboost (default: all sections).")
    private String option;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PipelineSchema schema = PipelineSchema.published();
        Manual manual = new Manual(schema);
        PrintWriter out = spec.commandLine().getOut();
        out.print(option == null ? manual.contents() : manual.page(schema.find(option)));
        out.flush();
    }
}
