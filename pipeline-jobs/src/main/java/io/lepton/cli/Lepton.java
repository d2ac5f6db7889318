package io.lepton.cli;

import io.lepton.cli.privacy.EncryptCommand;
import io.lepton.cli.privacy.ForgetCommand;
import io.lepton.cli.scan.InitCommand;
import io.lepton.cli.scan.ScanCommand;
import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.features.FeatureException;
import io.lepton.jobs.StageName;
import io.lepton.registry.RegistryException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The front door: {@code lepton COMMAND}. Exit codes are those of {@link ExitCode}. */
@Command(
        name = "lepton",
        description = "Responsible machine learning on the lakehouse: from raw personal data to audited scores.",
        mixinStandardHelpOptions = true,
        versionProvider = Lepton.Version.class)
public final class Lepton implements Runnable {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces.")
    private boolean debug;

    @picocli.CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    public static void main(String[] arguments) {
        int exitCode = commandLine(arguments).execute(arguments);
        // Spark and ND4J leave threads behind that are no daemons.
        System.exit(exitCode);
    }

    /**
     * With all commands, or with the one that the arguments begin with: to read the annotations of all takes a quarter of a second.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new Lepton());
        Map<String, Supplier<Object>> commands = commands();
        // Help speaks of them all.
        Optional<String> asked =
                Arrays.stream(arguments).findFirst().filter(name -> commands.containsKey(name) && !name.equals("help"));
        commands.forEach((name, command) -> {
            if (asked.isEmpty() || asked.get().equals(name)) {
                commandLine.addSubcommand(name, command.get());
            }
        });
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(failure -> exitCodeOf(failure).code())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    report(failure, command.getErr(), parsed.originalArgs().contains("--debug"));
                    return exitCodeOf(failure).code();
                });
    }

    /** In the order of the help. */
    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("init", () -> new InitCommand(new EmbeddedSession()));
        commands.put("scan", () -> new ScanCommand(new EmbeddedSession()));
        commands.put("stats", StatsCommand::new);
        commands.put("budget", BudgetCommand::new);
        commands.put("validate", ValidateCommand::new);
        commands.put("explain-config", ExplainConfigCommand::new);
        commands.put("schema", SchemaCommand::new);
        commands.put("models", ModelsCommand::new);
        commands.put("generate", GenerateCommand::new);
        commands.put("keys", KeysCommand::new);
        commands.put("reidentify", ReidentifyCommand::new);
        commands.put("forget", ForgetCommand::new);
        commands.put("encrypt", EncryptCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("help", CommandLine.HelpCommand::new);
        for (StageName stage : StageName.values()) {
            commands.put(stage.id(), () -> switch (stage) {
                case SCORE -> new ScoreCommand();
                case AUDIT -> new AuditCommand();
                default -> StageCommand.of(stage);
            });
        }
        return commands;
    }

    private static void report(Exception failure, PrintWriter err, boolean withStackTrace) {
        if (withStackTrace) {
            failure.printStackTrace(err);
        } else if (exitCodeOf(failure) == ExitCode.INTERNAL) {
            err.println("Internal failure: " + failure + "\nPlease run again with --debug and report what it prints.");
        } else {
            err.println(failure.getMessage());
        }
        err.flush();
    }

    static ExitCode exitCodeOf(Throwable failure) {
        if (failure instanceof LeptonException known) {
            return known.exitCode();
        }
        boolean mendable = failure instanceof RegistryException
                || failure instanceof FeatureException
                || failure instanceof CommandLine.ParameterException;
        return mendable ? ExitCode.CONFIGURATION : ExitCode.INTERNAL;
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"lepton " + current()};
        }

        static String current() {
            String version = Lepton.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}
