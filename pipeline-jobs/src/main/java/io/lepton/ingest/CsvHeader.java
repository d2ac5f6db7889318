package io.lepton.ingest;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.lepton.error.LeptonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.types.StructType;

/** The first line of a CSV source: what its columns are called, and whether it was cut at the right characters. */
public final class CsvHeader {
    private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");

    private final Configuration configuration;

    CsvHeader(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Column names: the header's, or the declared ones where there is no header, or c1, c2, … */
    List<String> columns(SourceSpec source) {
        return columns(firstLine(source), source, source.schema().map(schema -> List.of(schema.fieldNames())));
    }

    /**
     * The same for a first line that was read already; touches neither Hadoop nor Spark.
     *
     * @param line without byte-order mark
     * @throws LeptonException when the line was cut at the wrong characters, or its names are no column names
     */
    public static List<String> columns(String line, SourceSpec source, Optional<List<String>> declared) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setDelimiter(source.delimiter());
        // Spark's readers know no comments, and a header may begin with '#'.
        settings.getFormat().setComment('\0');
        settings.setMaxCharsPerColumn(-1);
        settings.setMaxColumns(20_000);
        List<String> fields = Arrays.stream(new CsvParser(settings).parseLine(line))
                .map(field -> field == null ? "" : field.strip())
                .toList();
        requireDelimiter(source, line, fields, declared);
        if (!source.hasHeader()) {
            return declared.orElseGet(() -> numbered(fields.size()));
        }
        requireDistinct(source, fields);
        declared.ifPresent(names -> requireDeclared(source, fields, names));
        return fields;
    }

    private static void requireDelimiter(
            SourceSpec source, String line, List<String> fields, Optional<List<String>> declared) {
        boolean tooFew = fields.size() == 1 && declared.map(List::size).orElse(2) > 1;
        if (!tooFew) {
            return;
        }
        for (String delimiter : DELIMITERS) {
            if (!delimiter.equals(source.delimiter()) && line.contains(delimiter)) {
                throw LeptonException.data(
                        "Cannot read " + source.name() + ": its first line is one field when cut at '"
                                + shown(source.delimiter()) + "', and holds '" + shown(delimiter) + "' "
                                + line.split(java.util.regex.Pattern.quote(delimiter), -1).length
                                + " fields. Wrong delimiter? Set source.delimiter: \"" + shown(delimiter) + "\".");
            }
        }
    }

    private static String shown(String delimiter) {
        return delimiter.equals("\t") ? "\\t" : delimiter;
    }

    private static void requireDistinct(SourceSpec source, List<String> fields) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (field.isEmpty()) {
                throw LeptonException.data(
                        "Cannot read " + source.name() + ": column " + (i + 1)
                                + " of its header has no name. Name it, or set source.header: false and declare ingest.columns.");
            }
            if (!seen.add(field.toLowerCase(java.util.Locale.ROOT))) {
                throw LeptonException.data("Cannot read " + source.name() + ": its header names the column '" + field
                        + "' twice. Rename one of them.");
            }
        }
    }

    private static void requireDeclared(SourceSpec source, List<String> fields, List<String> declared) {
        List<String> absent =
                declared.stream().filter(name -> !fields.contains(name)).toList();
        if (!absent.isEmpty()) {
            throw LeptonException.configuration("Cannot read " + source.name() + ": ingest.columns declares '"
                    + String.join("', '", absent) + "', which its header does not hold."
                    + io.lepton.error.Suggestion.didYouMean(absent.get(0), fields) + " The header: "
                    + String.join(", ", fields) + ".");
        }
    }

    private static List<String> numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add("c" + i);
        }
        return names;
    }

    private String firstLine(SourceSpec source) {
        Path path = new Path(source.path());
        try {
            FileSystem fileSystem = path.getFileSystem(configuration);
            FileStatus status = fileSystem.getFileStatus(path);
            Path file = status.isDirectory() ? firstFile(fileSystem, path) : path;
            CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file);
            Charset charset = Charset.forName(source.options().getOrDefault("encoding", "UTF-8"));
            try (InputStream raw = fileSystem.open(file);
                    InputStream in = codec == null ? raw : codec.createInputStream(raw);
                    BufferedReader reader = new BufferedReader(new InputStreamReader(in, charset))) {
                String line = reader.readLine();
                while (line != null && line.isBlank()) {
                    line = reader.readLine();
                }
                if (line == null) {
                    throw LeptonException.data("Cannot ingest " + source.name() + ": it is empty.");
                }
                return line.startsWith("\uFEFF") ? line.substring(1) : line;
            }
        } catch (IOException e) {
            throw LeptonException.configuration("Cannot read " + source.name() + ": " + e.getMessage(), e);
        }
    }

    private static Path firstFile(FileSystem fileSystem, Path folder) throws IOException {
        return Arrays.stream(fileSystem.listStatus(folder))
                .filter(status -> status.isFile() && !status.getPath().getName().matches("[._].*"))
                .map(FileStatus::getPath)
                .sorted()
                .findFirst()
                .orElseThrow(() -> LeptonException.data("Cannot ingest " + folder + ": the folder holds no file."));
    }

    /** All columns as text, plus the one for records that cannot be cut. */
    static StructType texts(List<String> columns) {
        StructType schema = new StructType();
        for (String column : columns) {
            schema = schema.add(column, "string");
        }
        return schema.add(ColumnNames.MALFORMED, "string");
    }
}
