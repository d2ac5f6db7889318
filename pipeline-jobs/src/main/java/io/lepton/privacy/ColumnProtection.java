package io.lepton.privacy;

/** What is done to one column before anything else sees it. Missing values stay missing. */
public sealed interface ColumnProtection {
    String column();

    /** The column is left out. */
    record Drop(String column) implements ColumnProtection {}

    /**
     * Characters between the first and the last few become {@code *}; a text too short to hide anything that way is starred whole.
     *
     * @param keepFirst characters left readable at the start, 0 or more
     * @param keepLast characters left readable at the end, 0 or more
     */
    record Mask(String column, int keepFirst, int keepLast) implements ColumnProtection {}

    /**
     * HMAC-SHA256 of the value's text, its first 128 bits as 32 hexadecimal digits: the same value gets the same token in every table
     * and column under the same key, and nobody without the key can tell who it is, nor try values out.
     *
     * @param key at least 16 characters; never printed
     */
    record Pseudonymize(String column, String key) implements ColumnProtection {
        @Override
        public String toString() {
            return "Pseudonymize[column=" + column + ", key=***]";
        }
    }

    /** Numbers become ranges {@code [lo, hi)} whose ends are multiples of {@code width}, which is above 0. */
    record GeneralizeNumber(String column, double width) implements ColumnProtection {}

    /** Dates keep only {@code part}; a text that is no date becomes {@code *}. */
    record GeneralizeDate(String column, DatePart part) implements ColumnProtection {}

    /** Texts keep their first {@code characters}, 0 or more; the rest is starred. */
    record GeneralizePrefix(String column, int characters) implements ColumnProtection {}

    /** Values become the hierarchy's label at {@code level}; 1 is the first generalization. */
    record GeneralizeHierarchy(String column, Hierarchy hierarchy, int level) implements ColumnProtection {}
}
