package io.lepton.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From where to which raw table.
 *
 * @param table name of the table: writes {@code raw/TABLE} and {@code quarantine/TABLE}
 * @param key columns that identify a row; empty: {@code row_id}, the row's position, is added
 * @param subject column that tells whose a row is, for {@code lepton forget}
 * @param columns declared types by column name in file order; empty: inferred
 */
public record Ingest(
        String table,
        Source source,
        Mode mode,
        List<String> key,
        Optional<String> subject,
        Map<String, String> columns,
        List<Expectation> expectations) {

    /** Whether a run replaces the table's rows or adds to them. */
    public enum Mode {
        REPLACE,
        APPEND
    }

    public enum Format {
        CSV,
        JSON,
        PARQUET,
        DELTA,
        JDBC
    }

    /**
     * Where the rows come from.
     *
     * @param path file or directory, any Hadoop path; absent for JDBC
     * @param url JDBC URL
     * @param query JDBC table name or query
     * @param options passed to Spark's reader as they are
     */
    public record Source(
            Format format,
            Optional<String> path,
            String delimiter,
            boolean header,
            boolean multiLine,
            String encoding,
            List<String> nullValues,
            Optional<String> url,
            Optional<String> query,
            Optional<String> user,
            Optional<Secret> password,
            Map<String, String> options) {}

    public enum Severity {
        FAIL,
        QUARANTINE,
        WARN
    }

    /**
     * A condition that every row must meet.
     *
     * @param check SQL over one row; a row for which it is null or true passes
     * @param allowedFraction the share of rows, 0 to 1, that may break it before the stage fails
     */
    public record Expectation(String name, String check, Severity severity, double allowedFraction) {}
}
