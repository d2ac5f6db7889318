package io.lepton.cli;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.features.FeatureException;
import io.lepton.registry.RegistryException;
import java.io.PrintWriter;
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
        versionProvider = Lepton.Version.class,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            InitCommand.class,
            ValidateCommand.class,
            ModelsCommand.class,
            CommandLine.HelpCommand.class
        })
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
        int exitCode = commandLine().execute(arguments);
        // Spark and ND4J leave threads behind that are no daemons.
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Lepton());
        StageCommand.addTo(commandLine);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(failure -> exitCodeOf(failure).code())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    report(failure, command.getErr(), parsed.originalArgs().contains("--debug"));
                    return exitCodeOf(failure).code();
                });
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
        boolean mendable = failure instanceof RegistryException || failure instanceof FeatureException;
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
