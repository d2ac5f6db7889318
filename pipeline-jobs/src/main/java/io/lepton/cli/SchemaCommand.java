package io.lepton.cli;

import io.lepton.config.schema.PipelineSchema;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lepton schema}: the pipeline file's JSON Schema, for editors and other tools. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Print the JSON Schema of the pipeline file.",
            "For editors: save it beside the file and begin the file with",
            "  # yaml-language-server: $schema=pipeline.schema.json"
        })
final class SchemaCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(PipelineSchema.publishedText());
        out.flush();
    }
}
