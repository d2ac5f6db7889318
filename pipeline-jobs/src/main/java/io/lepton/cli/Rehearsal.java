package io.lepton.cli;

import io.lepton.registry.Lineage;
import io.lepton.registry.ModelFile;
import io.lepton.registry.ModelRegistry;
import io.lepton.registry.NewVersion;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;

/**
 * Runs the commands that need no Spark once, as the build's last step, so that the classes they load can be archived ({@code
 * -XX:ArchiveClassesAtExit}) and the commands answer in less than a second.
 */
final class Rehearsal {
    private static final String MODEL = "rehearsal";

    private Rehearsal() {}

    /** @param arguments a pipeline file, and an empty folder that may be written to */
    public static void main(String[] arguments) {
        String pipeline = arguments[0];
        String lake = arguments[1];
        ModelRegistry registry = new ModelRegistry(new Configuration(), lake + "/registry");
        registry.register(new NewVersion(
                MODEL,
                "run",
                "",
                List.of(new ModelFile.Content("model", new byte[1])),
                "",
                "",
                Map.of("depth", "6"),
                Map.of("auc", 0.5),
                "",
                new Lineage("table", 1, "", "", "run")));
        registry.promote(MODEL, 1, "champion", "rehearsal");
        List<List<String>> commands = List.of(
                List.of("validate", pipeline),
                List.of("validate", lake + "/absent.yaml"),
                List.of("explain-config"),
                List.of("explain-config", "train.xgboost"),
                List.of("explain-config", "xgbost"),
                List.of("schema"),
                List.of("models", "list", "--lake", lake),
                List.of("models", "show", MODEL + "@champion", "--lake", lake),
                List.of("keys", "create", lake + "/keys.json"),
                List.of("keys", "list", lake + "/keys.json"),
                List.of("help"),
                List.of("--version"));
        commands.forEach(Rehearsal::run);
    }

    private static void run(List<String> command) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        String[] arguments = command.toArray(String[]::new);
        CommandLine lepton = Lepton.commandLine(arguments);
        lepton.setOut(nowhere).setErr(nowhere);
        lepton.execute(arguments);
    }
}
