package io.lepton.privacy.recoding;

import java.util.List;

/**
 * The histogram of a table over its quasi-identifiers: every distinct combination once, with the rows that hold it.
 *
 * @param attributes what each quasi-identifier's values mean
 * @param codes value codes, by attribute, then by combination
 * @param counts rows by combination, each at least 1
 */
public record Combinations(List<Attribute> attributes, int[][] codes, long[] counts) {
    public int size() {
        return counts.length;
    }

    public long rows() {
        long rows = 0;
        for (long count : counts) {
            rows += count;
        }
        return rows;
    }
}
