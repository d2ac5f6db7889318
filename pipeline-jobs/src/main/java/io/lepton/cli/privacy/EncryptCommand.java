package io.lepton.cli.privacy;

import io.lepton.config.PipelineParser;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton encrypt PIPELINE}: all files of the tables that are to be encrypted under the newest keys, and no older version left. */
@Command(
        name = "encrypt",
        mixinStandardHelpOptions = true,
        description =
                "Rewrite tables whose files are not encrypted, or by older keys, and delete their older versions.")
public final class EncryptCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "PIPELINE",
            description = "The pipeline file; its section 'encryption' counts.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        new EncryptWork(
                        new PipelineParser().read(file).orThrow(),
                        spec.commandLine().getOut())
                .run();
    }
}
