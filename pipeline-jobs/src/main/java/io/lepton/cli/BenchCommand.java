package io.lepton.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.cli.bench.AnonymizeBenchmark;
import io.lepton.cli.bench.MainBenchmark;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.ScanBenchmark;
import io.lepton.cli.bench.TrainBenchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton bench AREA}: measures ours beside a named baseline and prints the ratios. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measure on this machine; prints ratios.")
final class BenchCommand implements Runnable {
    enum Area {
        MAIN,
        ANONYMIZE,
        SCAN,
        TRAIN
    }

    @Parameters(index = "0", paramLabel = "AREA", description = "What to measure: ${COMPLETION-CANDIDATES}.")
    private Area area;

    @Option(names = "--rows", paramLabel = "N", description = "Rows of data to use (default: all).")
    private Integer rows;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = {
                "anonymize: holds adult.csv.gz and adult_hierarchy_COLUMN.csv (default: Lepton's own).",
                "train: holds UCI's adult-train.csv.gz and adult-test.csv.gz (default: no figures of them)."
            })
    private Path data;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the table as JSON, too.")
    private Path json;

    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try {
            Path folder = Files.createTempDirectory("lepton-bench");
            try (Sessions sessions = new Sessions()) {
                List<Measurement> measurements =
                        switch (area) {
                            case MAIN -> new MainBenchmark(
                                            home.folder(),
                                            folder,
                                            rows == null ? OptionalInt.empty() : OptionalInt.of(rows))
                                    .run(sessions::open);
                            case ANONYMIZE -> new AnonymizeBenchmark(
                                            sessions.open(),
                                            data == null ? home.census().getParent() : data,
                                            home.census(),
                                            home.folder(),
                                            folder,
                                            rows == null ? AnonymizeBenchmark.MANY : rows)
                                    .run();
                            case SCAN -> new ScanBenchmark(
                                            folder, rows == null ? OptionalInt.empty() : OptionalInt.of(rows))
                                    .run(sessions::open);
                            case TRAIN -> new TrainBenchmark(
                                            sessions.open(),
                                            Optional.ofNullable(data),
                                            folder,
                                            rows == null ? TrainBenchmark.ROWS : rows)
                                    .run();
                        };
                print(measurements);
                if (json != null) {
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), measurements);
                }
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot measure: " + e.getMessage(), e);
        }
    }

    private void print(List<Measurement> measurements) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Machine   " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                + System.getProperty("java.version"));
        out.println(String.format(
                Locale.ROOT,
                "%-84s %9s %9s %7s  %-14s %s",
                "WHAT : BASELINE",
                "OURS",
                "BASELINE",
                "RATIO",
                "TARGET",
                "HOLDS"));
        for (Measurement measured : measurements) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-84s %9.4g %9.4g %7.4g  %-14s %s",
                    measured.name(),
                    measured.ours(),
                    measured.baseline(),
                    measured.ratio(),
                    measured.target(),
                    measured.holds() ? "yes" : "NO"));
        }
        out.flush();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One session, opened when it is first asked for. */
    private static final class Sessions implements AutoCloseable {
        private SparkSession session;

        SparkSession open() {
            if (session == null) {
                session = Session.open("bench", OptionalLong::empty);
            }
            return session;
        }

        @Override
        public void close() {
            if (session != null) {
                session.close();
            }
        }
    }
}
