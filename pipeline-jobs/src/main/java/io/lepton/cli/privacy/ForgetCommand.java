package io.lepton.cli.privacy;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.error.LeptonException;
import io.lepton.jobs.PersonErasure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton forget PIPELINE --subject ID}: one person out of every table that the pipeline fills. Prints no id. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = "Erase one person from raw, trusted, features, scores and quarantine, with all older versions.")
public final class ForgetCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline file.")
    private Path file;

    @Option(
            names = "--subject",
            paramLabel = "ID",
            required = true,
            description =
                    "Who is to be forgotten; '-' reads the id from standard input, so that no process list shows it.")
    private String id;

    @Option(
            names = "--column",
            description = "Column of the raw table that holds the id (default: ingest.subject, or else the only key).")
    private Optional<String> column;

    @Option(names = "--dry-run", description = "Only say what would be erased.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Pipeline pipeline = new PipelineParser().read(file).orThrow();
        ForgetWork work = new ForgetWork(
                pipeline,
                file,
                PersonErasure.subject(pipeline, id.equals("-") ? firstLine() : id, column),
                spec.commandLine().getOut());
        if (dryRun) {
            work.look();
        } else {
            work.erase();
        }
    }

    private static String firstLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw LeptonException.configuration(
                        "Cannot forget anybody: standard input is empty, and --subject - reads the id from there.");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
