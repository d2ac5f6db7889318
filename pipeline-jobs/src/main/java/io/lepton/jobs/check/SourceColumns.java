package io.lepton.jobs.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lepton.config.Ingest;
import io.lepton.config.PipelineFile;
import io.lepton.config.yaml.Problem;
import io.lepton.error.LeptonException;
import io.lepton.ingest.CsvHeader;
import io.lepton.ingest.SourceSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The columns of a pipeline's source, as far as they can be known at once: from the header of a local CSV file, from a local JSON file
 * that is short enough to be read whole, or from {@code ingest.columns} where the source has no names of its own. The columns of tables
 * (parquet, delta, jdbc) and of remote files are left to the run.
 *
 * @param names empty: not known
 * @param problems why the header cannot be used
 */
record SourceColumns(Optional<List<String>> names, List<Problem> problems) {
    private static final int JSON_RECORDS = 10_000;
    private static final String COMPRESSED = ".*\\.(bz2|deflate|lz4|snappy|zst|zstd|xz|lzo)";
    private static final SourceColumns UNKNOWN = new SourceColumns(Optional.empty(), List.of());

    static SourceColumns of(PipelineFile file) {
        Ingest ingest = file.pipeline().ingest();
        Optional<Path> data = ingest.source()
                .path()
                .flatMap(path -> LocalPath.of(file.pipeline(), path))
                .flatMap(SourceColumns::firstFile)
                .filter(path -> !path.getFileName().toString().matches(COMPRESSED));
        return switch (ingest.source().format()) {
            case CSV -> csv(file, ingest, data);
            case JSON -> json(ingest, data);
            case PARQUET, DELTA, JDBC -> UNKNOWN;
        };
    }

    private static SourceColumns csv(PipelineFile file, Ingest ingest, Optional<Path> data) {
        Optional<List<String>> declared = declared(ingest);
        boolean named = ingest.source().header();
        if (data.isEmpty()) {
            return named ? UNKNOWN : new SourceColumns(declared, List.of());
        }
        SourceSpec source = new SourceSpec(
                "csv",
                data.get().toString(),
                Map.of("delimiter", ingest.source().delimiter(), "header", String.valueOf(named)),
                List.of(),
                Optional.empty());
        try {
            Optional<String> line =
                    firstLine(data.get(), Charset.forName(ingest.source().encoding()));
            if (line.isEmpty()) {
                return new SourceColumns(
                        Optional.empty(), List.of(file.problem("ingest.source.path", "the file is empty")));
            }
            // The header's own names count, so that a declared one that it lacks is a problem of its own line.
            boolean single = declared.equals(Optional.of(List.of(line.get().strip())));
            return known(CsvHeader.columns(line.get(), source, named && !single ? Optional.empty() : declared));
        } catch (LeptonException e) {
            String reason = e.getMessage().replaceFirst("(?s)^Cannot \\w+ .*?: (?=its |column |ingest)", "");
            return new SourceColumns(Optional.empty(), List.of(file.problem("ingest.source.path", reason)));
        } catch (IOException e) {
            return new SourceColumns(
                    Optional.empty(),
                    List.of(file.problem("ingest.source.path", "the file cannot be read: " + e.getMessage())));
        }
    }

    private static SourceColumns json(Ingest ingest, Optional<Path> data) {
        Optional<List<String>> declared = declared(ingest);
        if (declared.isPresent() || data.isEmpty()) {
            return new SourceColumns(declared, List.of());
        }
        try (InputStream in = open(data.get());
                JsonParser parser = new JsonFactory().createParser(in)) {
            return new SourceColumns(keys(parser), List.of());
        } catch (IOException e) {
            // Records that cannot be parsed are quarantined by the run.
            return UNKNOWN;
        }
    }

    /** The keys of all records; empty if there are too many records to say that no other has a further one. */
    private static Optional<List<String>> keys(JsonParser parser) throws IOException {
        Set<String> keys = new LinkedHashSet<>();
        int records = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                records++;
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    keys.add(parser.getCurrentName());
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
            if (records > JSON_RECORDS) {
                return Optional.empty();
            }
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(keys));
    }

    private static Optional<String> firstLine(Path data, Charset charset) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(data), charset))) {
            String line = reader.readLine();
            boolean first = true;
            while (line != null) {
                String text = first && line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (!text.isBlank()) {
                    return Optional.of(text);
                }
                first = false;
                line = reader.readLine();
            }
            return Optional.empty();
        }
    }

    private static InputStream open(Path data) throws IOException {
        InputStream raw = Files.newInputStream(data);
        return data.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    }

    private static Optional<Path> firstFile(Path data) {
        if (!Files.isDirectory(data)) {
            return Optional.of(data);
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().matches("[._].*"))
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> declared(Ingest ingest) {
        return Optional.of((List<String>) new ArrayList<>(ingest.columns().keySet()))
                .filter(names -> !names.isEmpty());
    }

    private static SourceColumns known(List<String> names) {
        return new SourceColumns(Optional.of(names), List.of());
    }
}
