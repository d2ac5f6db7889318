package io.lepton.cli.scan;

import io.lepton.ingest.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A data file of which only the name is known, which tells the format.
 *
 * @param delimiter between the fields of a CSV file
 */
public record DataFile(Path path, Format format, String delimiter) {
    /** Texts that commonly stand for a missing value. */
    static final List<String> NULL_VALUES = List.of("", "?", "NA");

    enum Format {
        CSV,
        JSON,
        PARQUET,
        DELTA;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param delimiter what a person said about it; otherwise a tab for {@code .tsv}, a comma for the rest */
    public static DataFile of(Path path, Optional<String> delimiter) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst)$", "");
        return new DataFile(path, format(path, name), delimiter.orElse(name.endsWith(".tsv") ? "\t" : ","));
    }

    private static Format format(Path path, String name) {
        if (Files.isDirectory(path.resolve("_delta_log"))) {
            return Format.DELTA;
        }
        if (name.endsWith(".parquet")) {
            return Format.PARQUET;
        }
        return name.matches(".*\\.(json|jsonl|ndjson)") ? Format.JSON : Format.CSV;
    }

    /** Whether the format says of which types the columns are. */
    boolean typed() {
        return format == Format.PARQUET || format == Format.DELTA;
    }

    SourceSpec source() {
        boolean csv = format == Format.CSV;
        return new SourceSpec(
                format.word(),
                path.toString(),
                csv ? Map.of("header", "true", "delimiter", delimiter) : Map.of(),
                csv ? NULL_VALUES : List.of(),
                Optional.empty());
    }

    /** The name without its endings, as pipelines and tables may be called. */
    String name() {
        String fileName = path.getFileName().toString();
        int dot = fileName.indexOf('.');
        return (dot > 0 ? fileName.substring(0, dot) : fileName).replaceAll("[^A-Za-z0-9_-]", "-");
    }
}
