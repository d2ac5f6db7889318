package io.lepton.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * What to read.
 *
 * @param format csv, json, parquet, delta or jdbc
 * @param path file or directory, any Hadoop path; empty for jdbc
 * @param options of Spark's reader; {@code dateFormat} and {@code timestampFormat} say how declared dates and times are written (csv)
 * @param nullValues texts that mean missing (csv)
 * @param schema declared columns, in file order where there is no header; types of others are inferred, but for json, where only declared
 *     columns are read; absent: inferred
 * @param files the only ones to be read of those below the path; empty: all
 */
public record SourceSpec(
        String format,
        String path,
        Map<String, String> options,
        List<String> nullValues,
        Optional<StructType> schema,
        List<String> files) {

    public SourceSpec {
        files = List.copyOf(files);
        options = Map.copyOf(options);
        nullValues = List.copyOf(nullValues);
    }

    public SourceSpec(
            String format,
            String path,
            Map<String, String> options,
            List<String> nullValues,
            Optional<StructType> schema) {
        this(format, path, options, nullValues, schema, List.of());
    }

    /** These files below its path, and no others. */
    public SourceSpec only(List<String> files) {
        return new SourceSpec(format, path, options, nullValues, schema, files);
    }

    /** The same with one more option. */
    public SourceSpec with(String option, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(option, value);
        return new SourceSpec(format, path, more, nullValues, schema, files);
    }

    /** How messages name the source; never an option, which may be a secret. */
    public String name() {
        return path.isEmpty() ? "the " + format + " source" : path;
    }

    boolean hasHeader() {
        return Boolean.parseBoolean(options.getOrDefault("header", "true"));
    }

    boolean multiLine() {
        return Boolean.parseBoolean(options.getOrDefault("multiLine", "false"));
    }

    /** A one-character option. */
    char character(String option, char otherwise) {
        String given = options.getOrDefault(option, "");
        return given.isEmpty() ? otherwise : given.charAt(0);
    }

    String delimiter() {
        return options.getOrDefault("delimiter", options.getOrDefault("sep", ","));
    }
}
