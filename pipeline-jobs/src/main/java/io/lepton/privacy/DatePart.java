package io.lepton.privacy;

/** The precision that a generalized date keeps. */
public enum DatePart {
    /** {@code 2021} */
    YEAR,
    /** {@code 2021-Q1} */
    QUARTER,
    /** {@code 2021-03} */
    MONTH,
    /** {@code 2021-W09}, by ISO 8601 */
    WEEK,
    /** {@code 2021-03-04} */
    DAY
}
