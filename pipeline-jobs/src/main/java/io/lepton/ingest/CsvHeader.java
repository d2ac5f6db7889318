package io.lepton.ingest;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.catalyst.csv.CSVExprUtils;
import org.apache.spark.sql.types.StructType;

/** The first line of a CSV source: what its columns are called, and whether it was cut at the right characters. */
public final class CsvHeader {
    private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");

    /** Enough to tell a text from anything else, and to meet a letter that is no ASCII. */
    private static final int CHECKED_BYTES = 1 << 16;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Configuration configuration;

    CsvHeader(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Column names: the header's, or the declared ones where there is no header, or c1, c2, … */
    List<String> columns(SourceSpec source) {
        return columns(firstRecord(source), source, source.schema().map(schema -> List.of(schema.fieldNames())));
    }

    /**
     * The same for a first line that was read already; opens no file and loads none of Spark's classes.
     *
     * @param line without byte-order mark
     * @throws LeptonException when the line was cut at the wrong characters, or its names are no column names
     */
    public static List<String> columns(String line, SourceSpec source, Optional<List<String>> declared) {
        CsvParser parser = parser(source, source.delimiter().replace("\\t", "\t"));
        return columns(new FirstRecord(line, stripped(parser.parseLine(line))), source, declared);
    }

    private static List<String> columns(FirstRecord first, SourceSpec source, Optional<List<String>> declared) {
        List<String> fields = first.fields();
        requireDelimiter(source, first.text(), fields, declared);
        if (!source.hasHeader()) {
            return declared.orElseGet(() -> numbered(fields.size()));
        }
        requireDistinct(source, fields);
        declared.ifPresent(names -> requireDeclared(source, fields, names));
        return fields;
    }

    /** A record as it stands in the file, and cut into fields. */
    private record FirstRecord(String text, List<String> fields) {}

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
                    + Suggestion.didYouMean(absent.get(0), fields) + " The header: "
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

    private FirstRecord firstRecord(SourceSpec source) {
        try {
            Path file = SourceFiles.of(configuration, source).first();
            CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file);
            Charset charset = charset(source);
            try (InputStream raw = file.getFileSystem(configuration).open(file);
                    InputStream in = codec == null ? raw : codec.createInputStream(raw)) {
                byte[] start = in.readNBytes(CHECKED_BYTES);
                new TextCheck(source.name(), charset).check(start);
                InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
                return firstRecord(source, new BufferedReader(new InputStreamReader(whole, charset)));
            }
        } catch (IOException e) {
            throw SourceFailure.explained(source, e);
        }
    }

    /** @param delimiter without escapes */
    private static CsvParser parser(SourceSpec source, String delimiter) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setDelimiter(delimiter);
        settings.getFormat().setQuote(source.character("quote", '"'));
        settings.getFormat().setQuoteEscape(source.character("escape", '"'));
        settings.getFormat().setComment(source.character("comment", '\0'));
        settings.setMaxCharsPerColumn(-1);
        settings.setMaxColumns(20_000);
        return new CsvParser(settings);
    }

    private static List<String> stripped(String[] fields) {
        return Arrays.stream(fields)
                .map(field -> field == null ? "" : field.strip())
                .toList();
    }

    private static FirstRecord firstRecord(SourceSpec source, BufferedReader reader) throws IOException {
        CsvParser parser = parser(source, CSVExprUtils.toDelimiterStr(source.delimiter()));
        String text;
        String[] fields;
        if (source.multiLine()) {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            parser.beginParsing(reader);
            fields = parser.parseNext();
            text = fields == null ? "" : parser.getContext().currentParsedContent();
        } else {
            text = firstLine(reader, source.character("comment", '\0'));
            fields = parser.parseLine(text);
        }
        if (fields == null) {
            throw LeptonException.data("Cannot ingest " + source.name() + ": it is empty.");
        }
        return new FirstRecord(text, stripped(fields));
    }

    /** The first line that is neither blank nor a comment, without a byte-order mark; "" where there is none. */
    private static String firstLine(BufferedReader reader, char comment) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String bare = !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
            if (!bare.isBlank() && bare.charAt(0) != comment) {
                return bare;
            }
        }
        return "";
    }

    private static Charset charset(SourceSpec source) {
        String name = source.options().getOrDefault("encoding", "UTF-8");
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw LeptonException.configuration(
                    "Cannot read " + source.name() + ": '" + name
                            + "' is no encoding. Use UTF-8, UTF-16, ISO-8859-1 or another that Java knows.",
                    e);
        }
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
