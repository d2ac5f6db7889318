package io.lepton.cli.scan;

import io.lepton.error.LeptonException;
import io.lepton.privacy.scan.DataProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lepton init DATA --label COLUMN}: looks at a data file and writes a first pipeline file for it. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Look at a data file and write a first pipeline file for it.")
public final class InitCommand implements Runnable {
    private final SessionOpener sessions;

    @Mixin
    private DataOptions options;

    @Option(names = "--label", required = true, paramLabel = "COLUMN", description = "What is to be predicted.")
    private String label;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write (default: NAME.yaml).")
    private Path file;

    @Spec
    private CommandSpec spec;

    /** @param sessions opens the Spark that reads the file */
    public InitCommand(SessionOpener sessions) {
        this.sessions = sessions;
    }

    @Override
    public void run() {
        DataFile data = options.file();
        Path target = file == null ? Path.of(data.name() + ".yaml") : file;
        if (Files.exists(target)) {
            throw LeptonException.configuration(
                    "Cannot write " + target + ": it exists. Choose another file with --out.");
        }
        DataProfile scan = scan(data);
        String text = new PipelineDraft(data, target, label).write(scan);
        try {
            Files.writeString(target, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + target, e);
        }
        spec.commandLine()
                .getOut()
                .println(String.join(
                        "\n",
                        "Wrote " + target + " from " + scan.columns().size() + " columns of " + options.path() + ".",
                        "Read its comments, then: ./lepton run " + target));
    }

    private DataProfile scan(DataFile file) {
        try (OpenedData data = OpenedData.of(file, sessions)) {
            return data.profile();
        }
    }
}
