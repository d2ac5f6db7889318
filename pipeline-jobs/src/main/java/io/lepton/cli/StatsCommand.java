package io.lepton.cli;

import io.lepton.cli.scan.DataFile;
import io.lepton.cli.scan.OpenedData;
import io.lepton.cli.stats.StatsOptions;
import io.lepton.cli.stats.StatsRun;
import io.lepton.cli.stats.StatsSubject;
import io.lepton.error.LeptonException;
import io.lepton.jobs.InputSize;
import io.lepton.lake.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton stats TABLE --epsilon 1 …}: aggregates with differential privacy, charged to the table's budget. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Release counts, sums, means, quantiles and histograms with differential privacy.",
        footer = {
            "",
            "For example:",
            "  lepton stats trusted/adult --epsilon 1 --by sex --count --mean age:17:90",
            "  lepton stats visits.csv --epsilon 0.5 --person patient --max-rows 3 --sum cost:0:5000",
            "Every query is charged to its table's budget, see 'lepton budget'."
        })
final class StatsCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "TABLE|DATA",
            description = "A table of the lake, such as trusted/adult, or a CSV, JSON, Parquet or Delta file.")
    private String data;

    @Option(names = "--delimiter", description = "Between the fields of CSV (default: ',', and a tab for .tsv).")
    private Optional<String> delimiter = Optional.empty();

    @Option(
            names = "--lake",
            defaultValue = "${env:LEPTON_LAKE:-lake}",
            description = "Root of the lake, where budgets are kept (default: $LEPTON_LAKE or 'lake').")
    private String lake;

    @Mixin
    private StatsOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Path file = Path.of(data);
        if (Files.exists(file) && !isInLake(file)) {
            try (OpenedData opened = OpenedData.of(DataFile.of(file, delimiter), Session::open)) {
                Lake opening = new Lake(opened.spark(), lake);
                opened.use(rows -> print(new StatsSubject(real(file).toString(), rows, opening)));
            }
        } else {
            String table = Files.exists(file)
                    ? real(Path.of(lake)).relativize(real(file)).toString()
                    : data;
            try (SparkSession spark =
                    Session.open("stats", () -> new InputSize(new Configuration()).of(lake + "/" + table))) {
                Lake opened = new Lake(spark, lake);
                if (!opened.exists(table)) {
                    throw LeptonException.configuration("Cannot release statistics of '" + data
                            + "': there is no such file, and no such table in the lake at " + opened.root()
                            + ". Tables are named as in trusted/adult; --lake says where the lake is.");
                }
                print(new StatsSubject(table, opened.read(table), opened));
            }
        }
    }

    private void print(StatsSubject subject) {
        new StatsRun(subject, options).print(spec.commandLine().getOut());
    }

    /** A table has one budget, by whatever path it is named. */
    private boolean isInLake(Path file) {
        return Files.isDirectory(Path.of(lake)) && real(file).startsWith(real(Path.of(lake)));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }
}
