package io.lepton.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How personal data is protected before anything is trained on it: raw/TABLE becomes trusted/TABLE.
 *
 * @param keyset of all columns that do not name one of their own
 */
public record Anonymize(
        Optional<KeysetPlace> keyset, Map<String, Protection> columns, Optional<KAnonymity> kAnonymity) {

    public enum Method {
        KEEP,
        DROP,
        MASK,
        REDACT,
        PSEUDONYMIZE,
        SHIFT_DATES,
        GENERALIZE,
        NOISE
    }

    /** What a pseudonym is: text that the keyset's holder can read, a code that nobody can, or something of the value's format. */
    public enum Tokens {
        DETERMINISTIC,
        HMAC,
        FORMAT_PRESERVING
    }

    /** The distribution that noise is drawn from. */
    public enum Mechanism {
        LAPLACE,
        GAUSSIAN,
        GEOMETRIC
    }

    public enum DatePart {
        YEAR,
        QUARTER,
        MONTH,
        WEEK,
        DAY
    }

    /**
     * What happens to one column.
     *
     * @param keepFirst characters left readable at the start (mask)
     * @param keepLast characters left readable at the end (mask)
     * @param keepFormat whether each character is replaced by one of its kind, and not by a star (mask)
     * @param key secret text, at least 16 characters (pseudonymize, shift-dates)
     * @param keyset of this column only (pseudonymize, shift-dates, noise)
     * @param as what the pseudonyms are (pseudonymize)
     * @param domain name that tokens depend on (pseudonymize)
     * @param person column that tells whose a date is (shift-dates)
     * @param days that dates move at most, in either direction (shift-dates)
     * @param dateFormat of dates that are texts (shift-dates)
     * @param width of the numeric ranges (generalize)
     * @param datePart precision that dates keep (generalize)
     * @param prefix characters kept from the start, the rest starred (generalize)
     * @param hierarchy path of a CSV file {@code value;level1;level2;…} (generalize)
     * @param level column of the hierarchy to use, 1 is the first generalization (generalize)
     * @param epsilon privacy loss of one value at most (noise)
     * @param delta probability that the loss is larger (noise, gaussian)
     * @param lower bound that values are clamped to, and {@code upper} (noise)
     */
    public record Protection(
            Method method,
            int keepFirst,
            int keepLast,
            boolean keepFormat,
            Optional<Secret> key,
            Optional<KeysetPlace> keyset,
            Optional<Tokens> as,
            String domain,
            Optional<String> person,
            int days,
            String dateFormat,
            Optional<Double> width,
            Optional<DatePart> datePart,
            Optional<Integer> prefix,
            Optional<String> hierarchy,
            int level,
            Mechanism mechanism,
            Optional<Double> epsilon,
            Optional<Double> delta,
            Optional<Double> lower,
            Optional<Double> upper) {}

    /**
     * Where a Tink keyset is kept: in a file or in a variable.
     *
     * @param file path of its JSON
     * @param value the JSON itself, or its base64
     * @param kmsKey URI of the KMS key that encrypts it; empty: it is not encrypted
     */
    public record KeysetPlace(Optional<String> file, Optional<Secret> value, Optional<String> kmsKey) {}

    /**
     * Every combination of quasi-identifiers is shared by at least k rows.
     *
     * @param suppressionLimit share of rows, 0 to 1, that may be left out to reach k
     * @param hierarchies CSV file by column, in ARX's format
     * @param weights by column: what losing it costs, beside the others' 1
     * @param sensitive columns whose values must be spread among the rows that look alike
     */
    public record KAnonymity(
            int k,
            List<String> quasiIdentifiers,
            double suppressionLimit,
            Map<String, String> hierarchies,
            Map<String, Double> weights,
            Map<String, Sensitive> sensitive) {}

    public enum Diversity {
        DISTINCT,
        ENTROPY,
        RECURSIVE
    }

    public enum Distance {
        EQUAL,
        ORDERED,
        HIERARCHICAL
    }

    /**
     * What rows that look alike must hold of a column.
     *
     * @param l how many values
     * @param diversity how they are counted
     * @param c of recursive diversity
     * @param t greatest distance to the whole table, 0 to 1
     * @param distance how far apart two values are
     * @param hierarchy CSV file of hierarchical distance
     */
    public record Sensitive(
            Optional<Double> l,
            Diversity diversity,
            double c,
            Optional<Double> t,
            Distance distance,
            Optional<String> hierarchy) {}
}
