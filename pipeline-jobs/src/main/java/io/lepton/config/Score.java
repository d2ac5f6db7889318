package io.lepton.config;

import java.util.Optional;

/**
 * What is scored, by which models, and how the scores are kept.
 *
 * @param model {@code name@alias} or {@code name/version}; absent: the version that this run registered
 * @param challenger that scores the same rows for comparison alone; nothing is decided by it
 * @param input what to read
 * @param rawScore whether the score before calibration is kept beside the score
 * @param probabilities whether the probability of each of several classes is kept beside the score
 * @param allowProtectedAttributes whether a model may treat people by their protected attribute when it scores them
 */
public record Score(
        Optional<String> model,
        Optional<String> challenger,
        Input input,
        Write write,
        Optional<Select> select,
        boolean rawScore,
        boolean probabilities,
        boolean allowProtectedAttributes) {

    /** Rows of the trusted table. */
    public enum Rows {
        TEST,
        ALL
    }

    /** How a batch comes into the score table. */
    public enum Write {
        /** Beside the batches of before. */
        APPEND,
        /** In the place of the scores of before that have the same keys. */
        MERGE
    }

    /**
     * Rows to score: those of the trusted table, or of a source of its own.
     *
     * @param source when present, read instead of the trusted table
     * @param incremental whether only rows are scored that are new or changed since the batch that was published last
     */
    public record Input(Rows rows, Optional<Ingest.Source> source, boolean incremental) {}

    /**
     * Which rows count as selected: exactly one is present.
     *
     * @param top as many as these, those of the highest scores
     * @param topFraction this share of the batch, 0 to 1, those of the highest scores
     * @param atLeast those of this score or more
     */
    public record Select(Optional<Integer> top, Optional<Double> topFraction, Optional<Double> atLeast) {}
}
