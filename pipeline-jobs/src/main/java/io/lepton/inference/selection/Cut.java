package io.lepton.inference.selection;

import static org.apache.spark.sql.functions.isnan;

import org.apache.spark.sql.Column;

/**
 * The least row that is chosen: rows are ordered by score, those of equal scores by a number that each has.
 *
 * @param score from which on, of rows with that score those from {@code tie} on
 */
public record Cut(double score, long tie) {

    /** All rows of this score or more. */
    public static Cut at(double score) {
        return new Cut(score, Long.MIN_VALUE);
    }

    /**
     * Whether a row is chosen; false for one without a score.
     *
     * @param score double
     * @param tie bigint
     */
    public Column chooses(Column score, Column tie) {
        Column chosen = score.gt(this.score).or(score.equalTo(this.score).and(tie.geq(this.tie)));
        return score.isNotNull().and(isnan(score).unary_$bang()).and(chosen);
    }
}
