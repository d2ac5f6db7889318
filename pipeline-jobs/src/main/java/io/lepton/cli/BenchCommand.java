package io.lepton.cli;

import io.lepton.cli.bench.AnonymizeBenchmark;
import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.MainBenchmark;
import io.lepton.cli.bench.ScanBenchmark;
import io.lepton.cli.bench.audit.AuditBenchmark;
import io.lepton.cli.bench.audit.AuditPart;
import io.lepton.cli.bench.audit.AuditSetup;
import io.lepton.cli.bench.score.ScoreBenchmark;
import io.lepton.cli.bench.score.ScorePart;
import io.lepton.cli.bench.score.ScoreSetup;
import io.lepton.cli.bench.train.TrainBenchmark;
import io.lepton.cli.bench.train.TrainPart;
import io.lepton.cli.bench.train.TrainSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
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
        TRAIN,
        SCORE,
        AUDIT
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
                "train, score: holds a folder a set, as adult/adult-train.csv.gz (default: no figures of real data)."
            })
    private Path data;

    @Option(
            names = "--part",
            paramLabel = "PART",
            split = ",",
            description = {
                "train: only these of boosting, stage, network, shares, checkpoints, growth, adult, quality;",
                "score: of trees, transform, network, job, growth, exact;",
                "audit: of counting, metrics, job (default: all)."
            })
    private List<String> parts = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the table as JSON, too.")
    private Path json;

    @Mixin
    private TrainBenchOptions train;

    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        MeasurementTable table = new MeasurementTable(spec.commandLine().getOut(), Optional.ofNullable(json));
        try {
            Path folder = Files.createTempDirectory("lepton-bench");
            try (Sessions sessions = new Sessions()) {
                measure(folder, sessions, table);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot measure: " + e.getMessage(), e);
        }
    }

    private void measure(Path folder, Sessions sessions, Findings findings) {
        OptionalInt asked = rows == null ? OptionalInt.empty() : OptionalInt.of(rows);
        BenchParts named = new BenchParts(parts);
        switch (area) {
            case MAIN -> new MainBenchmark(home.folder(), folder, asked)
                    .run(sessions::open)
                    .forEach(findings::measured);
            case ANONYMIZE -> new AnonymizeBenchmark(
                            sessions.open(),
                            data == null ? home.census().getParent() : data,
                            home.census(),
                            home.folder(),
                            folder,
                            asked.orElse(AnonymizeBenchmark.MANY))
                    .run()
                    .forEach(findings::measured);
            case SCAN -> new ScanBenchmark(folder, asked).run(sessions::open).forEach(findings::measured);
            case TRAIN -> {
                TrainSetup setup = new TrainSetup(
                        sessions.open(),
                        folder,
                        asked.orElse(TrainSetup.ROWS),
                        Optional.ofNullable(data),
                        train.python());
                new TrainBenchmark(setup, train.device(), named.of(TrainPart.class, train.parts())).run(findings);
            }
            case AUDIT -> audit(sessions, folder, asked, named, findings);
            case SCORE -> {
                ScoreSetup setup = new ScoreSetup(
                        sessions.open(),
                        home.folder(),
                        home.census(),
                        folder,
                        asked.orElse(ScoreSetup.ROWS),
                        Optional.ofNullable(data));
                new ScoreBenchmark(setup, named.of(ScorePart.class, EnumSet.allOf(ScorePart.class))).run(findings);
            }
        }
    }

    private void audit(Sessions sessions, Path folder, OptionalInt asked, BenchParts named, Findings findings) {
        AuditSetup setup =
                new AuditSetup(sessions.open(), home.folder(), home.census(), folder, asked.orElse(AuditSetup.ROWS));
        new AuditBenchmark(setup, named.of(AuditPart.class, EnumSet.allOf(AuditPart.class))).run(findings);
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
