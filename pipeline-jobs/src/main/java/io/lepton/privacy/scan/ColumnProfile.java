package io.lepton.privacy.scan;

/**
 * What a scan saw of a column.
 *
 * @param type Spark's short name of the column's type
 * @param rows of the table
 * @param missing rows without a value: null, not a number, or blank text
 * @param distinct different values, estimated to about 2 %
 * @param min smallest number; NaN if the column is not numeric or has no value
 * @param max largest number; NaN likewise
 * @param suspected a suggestion to confirm, not a verdict
 * @param evidence a sentence that says why
 * @param proposal what to do about it, as a short phrase; empty if nothing
 */
public record ColumnProfile(
        String column,
        String type,
        long rows,
        long missing,
        long distinct,
        double min,
        double max,
        boolean numeric,
        Role suspected,
        String evidence,
        String proposal) {

    /** Whether others may know the value of a person, so that it can help to find the person. */
    public boolean known() {
        return suspected == Role.QUASI_IDENTIFIER || suspected == Role.PROTECTED;
    }

    /** Whether there is nothing to say of the column but its size. */
    public boolean unremarkable() {
        return suspected == Role.PLAIN && evidence.startsWith("Neither");
    }
}
