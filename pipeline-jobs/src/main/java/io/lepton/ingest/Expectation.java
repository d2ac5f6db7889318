package io.lepton.ingest;

/**
 * A condition on every row.
 *
 * @param check SQL over one row's columns; a row for which it is true or null passes
 * @param allowedFraction share of rows, 0 to 1, that may break it before ingestion fails
 */
public record Expectation(String name, String check, Severity severity, double allowedFraction) {

    /** What happens to a row that breaks it. */
    public enum Severity {
        /** It stays; more than the allowed fraction of such rows stops the ingestion. */
        FAIL,
        /** It is set aside; more than the allowed fraction of such rows stops the ingestion. */
        QUARANTINE,
        /** It stays and is counted. */
        WARN
    }
}
