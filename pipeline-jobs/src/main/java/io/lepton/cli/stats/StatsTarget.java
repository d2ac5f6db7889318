package io.lepton.cli.stats;

import io.lepton.cli.scan.DataFile;
import io.lepton.cli.scan.OpenedData;
import io.lepton.cli.scan.SessionOpener;
import io.lepton.error.LeptonException;
import io.lepton.jobs.InputSize;
import io.lepton.lake.Lake;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What a person named: a table of the lake, or a file.
 *
 * @param lake root of the lake, where budgets are kept
 */
public record StatsTarget(String data, Optional<String> delimiter, String lake) {

    /** @throws LeptonException configuration, if there is no such file and no such table */
    public void print(SessionOpener sessions, StatsOptions options, PrintWriter out) {
        Path file = Path.of(data);
        if (Files.exists(file) && !isInLake(file)) {
            try (OpenedData opened = OpenedData.of(DataFile.of(file, delimiter), sessions)) {
                Lake ledger = new Lake(opened.spark(), lake);
                opened.use(rows ->
                        new StatsRun(new StatsSubject(real(file).toString(), rows, ledger), options).print(out));
            }
            return;
        }
        String table =
                Files.exists(file) ? real(Path.of(lake)).relativize(real(file)).toString() : data;
        try (SparkSession spark =
                sessions.open("stats", () -> new InputSize(new Configuration()).of(lake + "/" + table))) {
            Lake opened = new Lake(spark, lake);
            if (!opened.exists(table)) {
                throw LeptonException.configuration("Cannot release statistics of '" + data
                        + "': there is no such file, and no such table in the lake at " + opened.root()
                        + ". Tables are named as in trusted/adult; --lake says where the lake is.");
            }
            new StatsRun(new StatsSubject(table, opened.read(table), opened), options).print(out);
        }
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
