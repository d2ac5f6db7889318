package io.lepton.cli.stats;

import io.lepton.cli.scan.NamedRows;
import io.lepton.error.LeptonException;
import io.lepton.lake.WriteId;
import io.lepton.privacy.aggregate.Figure;
import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.spark.sql.functions;

/** Where a release is written to besides the terminal. Whether that can be done is checked before anything is spent. */
interface ReleaseOutput {
    void write(Release release);

    String name();

    static ReleaseOutput to(String name, NamedRows subject, PrivateQuery query) {
        return name.endsWith(".csv") ? new Csv(Path.of(name)) : Table.of(name, subject, query);
    }

    /** A new file: a line a figure. */
    record Csv(Path file) implements ReleaseOutput {
        public Csv {
            if (Files.exists(file)) {
                throw LeptonException.configuration(
                        "Cannot write " + file + ": it exists. Choose another file with --output.");
            }
            Path folder = file.toAbsolutePath().getParent();
            if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw LeptonException.configuration("Cannot write " + file + ": its folder is not there, or may not be"
                        + " written to. Choose another with --output.");
            }
        }

        @Override
        public void write(Release release) {
            List<String> lines = new ArrayList<>();
            List<String> head = new ArrayList<>(release.groupColumns());
            head.addAll(List.of("statistic", "part", "value", "low", "high"));
            lines.add(line(head));
            release.figures().forEach(figure -> lines.add(line(cells(figure))));
            try {
                Files.write(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + file, e);
            }
        }

        private static List<String> cells(Figure figure) {
            List<String> cells = new ArrayList<>();
            figure.group().forEach(value -> cells.add(value.orElse("")));
            cells.add(figure.statistic());
            cells.add(figure.part().orElse(""));
            cells.add(String.valueOf(figure.value()));
            cells.add(String.valueOf(figure.interval().low()));
            cells.add(String.valueOf(figure.interval().high()));
            return cells;
        }

        private static String line(List<String> cells) {
            return cells.stream()
                    .map(cell -> cell.matches("(?s).*[\",\n\r].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                    .collect(Collectors.joining(","));
        }

        @Override
        public String name() {
            return file.toString();
        }
    }

    /** A table below {@code statistics} of the lake, to which releases are added. */
    record Table(String name, NamedRows subject, String releaseId) implements ReleaseOutput {
        private static final String FOLDER = "statistics/";
        private static final Set<String> OWN = Set.of("release_id", "statistic", "part", "value", "low", "high");

        static Table of(String name, NamedRows subject, PrivateQuery query) {
            String below = name.startsWith(FOLDER) ? name.substring(FOLDER.length()) : name;
            if (!below.matches("[A-Za-z0-9_-]+")) {
                throw LeptonException.configuration("Cannot write the table '" + name
                        + "': figures go to statistics/NAME in the lake, where NAME is of letters, digits, - and _; or"
                        + " to a file that ends with .csv.");
            }
            Optional<String> taken =
                    query.groups().columns().stream().filter(OWN::contains).findFirst();
            if (taken.isPresent()) {
                throw LeptonException.configuration("Cannot write figures by column '" + taken.get()
                        + "' to a table, which has a column of that name itself. Write a CSV file.");
            }
            return new Table(FOLDER + below, subject, UUID.randomUUID().toString());
        }

        @Override
        public void write(Release release) {
            subject.lake()
                    .append(
                            release.table(subject.rows().sparkSession())
                                    .withColumn("release_id", functions.lit(releaseId)),
                            name,
                            new WriteId(releaseId, "stats"));
        }
    }
}
