package io.lepton.cli;

import io.lepton.cli.generate.CensusFile;
import io.lepton.error.LeptonException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lepton generate --rows N --out FOLDER}: invented census data of any size. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Invent census data of any size, alike in distribution to UCI Adult.")
final class GenerateCommand implements Runnable {
    enum Format {
        DELTA,
        PARQUET,
        CSV
    }

    @Option(names = "--rows", required = true, paramLabel = "N", description = "How many people.")
    private long rows;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Same seed, same people (default: 1).")
    private long seed;

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Where to write; must not exist.")
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "DELTA",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (rows < 1) {
            throw LeptonException.configuration("Cannot generate " + rows + " rows: ask for 1 or more.");
        }
        if (Files.exists(out)) {
            throw LeptonException.configuration(
                    "Cannot write " + out + ": it exists. Choose another folder with --out.");
        }
        new CensusFile(out, format.name().toLowerCase(Locale.ROOT)).write(Session::open, home.census(), rows, seed);
        spec.commandLine().getOut().printf(Locale.ROOT, "Wrote %,d people to %s.%n", rows, out);
        spec.commandLine().getOut().flush();
    }
}
