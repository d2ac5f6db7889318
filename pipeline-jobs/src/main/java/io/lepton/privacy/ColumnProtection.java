package io.lepton.privacy;

import io.lepton.privacy.column.FormatMask;
import io.lepton.privacy.column.NoisyValues;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.Subkey;
import io.lepton.privacy.noise.ValueMechanism;
import io.lepton.privacy.token.TokenKind;
import java.util.List;

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

    /**
     * Everything but punctuation and spaces is replaced by a sign of its kind, see {@link io.lepton.privacy.column.FormatMask}; the first
     * and last few characters may stay.
     */
    record MaskFormat(String column, FormatMask mask) implements ColumnProtection {}

    /**
     * The value's text becomes a token of the keyset: the same one in every table and column of the domain.
     *
     * @param domain a name that the tokens depend on
     */
    record Tokenize(String column, TokenKind kind, Keyset keyset, String domain) implements ColumnProtection {}

    /**
     * Dates move by a number of days, the same for all dates of a person and secret. Intervals between dates of a person stay as they are,
     * to the second for timestamps.
     *
     * @param person column that tells whose the date is, as it is before its own protection
     * @param days at most that many in either direction, 1 or more; never 0 days
     * @param pattern of dates that are texts, as {@link java.time.format.DateTimeFormatter} has it
     * @param key what the number of days depends on
     */
    record ShiftDates(String column, String person, int days, String pattern, Subkey key) implements ColumnProtection {}

    /** Personal data inside of texts becomes tags, as far as {@link io.lepton.privacy.text.Redactor} finds it. */
    record Redact(String column) implements ColumnProtection {}

    /**
     * Numbers are clamped to bounds and get random noise, see {@link ValueMechanism} for what it promises and {@link NoisyValues} for why it is
     * the same each time. Results are doubles, or whole numbers for the geometric mechanism.
     *
     * @param rowKey columns that tell a row from all others, as they are before their own protection
     * @param key secret that the noise depends on
     * @param table name of the table; others have other noise
     */
    record AddNoise(String column, ValueMechanism noise, List<String> rowKey, Subkey key, String table)
            implements ColumnProtection {
        public AddNoise {
            rowKey = List.copyOf(rowKey);
        }
    }

    /** Numbers become ranges {@code [lo, hi)} whose ends are multiples of {@code width}, which is above 0. */
    record GeneralizeNumber(String column, double width) implements ColumnProtection {}

    /** Dates keep only {@code part}; a text that is no date becomes {@code *}. */
    record GeneralizeDate(String column, DatePart part) implements ColumnProtection {}

    /** Texts keep their first {@code characters}, 0 or more; the rest is starred. */
    record GeneralizePrefix(String column, int characters) implements ColumnProtection {}

    /** Values become the hierarchy's label at {@code level}; 0 is the value itself, 1 the first generalization. */
    record GeneralizeHierarchy(String column, Hierarchy hierarchy, int level) implements ColumnProtection {}
}
