package io.lepton.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How personal data is protected before anything is trained on it: raw/TABLE becomes trusted/TABLE. */
public record Anonymize(Map<String, Protection> columns, Optional<KAnonymity> kAnonymity) {

    public enum Method {
        KEEP,
        DROP,
        MASK,
        PSEUDONYMIZE,
        GENERALIZE
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
     * @param key secret text that keys the pseudonyms, at least 16 characters (pseudonymize)
     * @param width of the numeric ranges (generalize)
     * @param datePart precision that dates keep (generalize)
     * @param prefix characters kept from the start, the rest starred (generalize)
     * @param hierarchy path of a CSV file {@code value;level1;level2;…} (generalize)
     * @param level column of the hierarchy to use, 1 is the first generalization (generalize)
     */
    public record Protection(
            Method method,
            int keepFirst,
            int keepLast,
            Optional<Secret> key,
            Optional<Double> width,
            Optional<DatePart> datePart,
            Optional<Integer> prefix,
            Optional<String> hierarchy,
            int level) {}

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
