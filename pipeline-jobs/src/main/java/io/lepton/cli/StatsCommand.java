package io.lepton.cli;

import io.lepton.cli.scan.NamedTable;
import io.lepton.cli.stats.StatsOptions;
import io.lepton.cli.stats.StatsRun;
import java.util.Optional;
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
        new NamedTable(data, delimiter, lake)
                .use("stats", "release statistics of", new EmbeddedSession(), rows -> new StatsRun(rows, options)
                        .print(spec.commandLine().getOut()));
    }
}
