package io.lepton.config;

import java.util.Optional;

/**
 * What is scored, and by which model.
 *
 * @param model {@code name@alias} or {@code name/version}; absent: the version that this run registered
 * @param input what to read
 */
public record Score(Optional<String> model, Input input) {

    /** Rows of the trusted table. */
    public enum Rows {
        TEST,
        ALL
    }

    /**
     * Rows to score: those of the trusted table, or of a source of its own.
     *
     * @param source when present, read instead of the trusted table
     */
    public record Input(Rows rows, Optional<Ingest.Source> source) {}
}
