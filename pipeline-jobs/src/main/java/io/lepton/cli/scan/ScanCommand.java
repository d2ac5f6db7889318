package io.lepton.cli.scan;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.error.LeptonException;
import io.lepton.privacy.scan.DataProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lepton scan DATA}: what in a data file is personal, and which columns single people out together. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        description = "Look for personal data in a file, and for columns that single people out together.")
public final class ScanCommand implements Runnable {
    private final SessionOpener sessions;

    @Mixin
    private DataOptions options;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was found as JSON, too.")
    private Path json;

    @Spec
    private CommandSpec spec;

    /** @param sessions opens the Spark that reads the file */
    public ScanCommand(SessionOpener sessions) {
        this.sessions = sessions;
    }

    @Override
    public void run() {
        try (OpenedData data = OpenedData.of(options.file(), sessions)) {
            DataProfile profile = data.profile();
            PrintWriter out = spec.commandLine().getOut();
            new ScanScreen(options.path().toString(), profile).print(out);
            out.flush();
            if (json != null) {
                write(profile);
            }
        }
    }

    private void write(DataProfile profile) {
        try {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), ScanJson.of(profile));
        } catch (IOException e) {
            throw LeptonException.configuration(
                    "Cannot write " + json + ": " + e.getMessage() + ". Choose another file.", e);
        }
    }
}
