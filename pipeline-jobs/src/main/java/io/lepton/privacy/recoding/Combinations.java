package io.lepton.privacy.recoding;

import java.util.Arrays;
import java.util.List;

/**
 * The histogram of a table over its quasi-identifiers: every distinct combination once, with the rows that hold it.
 *
 * @param attributes what each quasi-identifier's values mean
 * @param weights what losing an attribute costs, relative to the others; above 0
 * @param codes value codes, by attribute, then by combination
 * @param counts rows by combination, each at least 1
 * @param sensitive columns whose values must be spread within every class
 */
public record Combinations(
        List<Attribute> attributes, double[] weights, int[][] codes, long[] counts, List<Sensitive> sensitive) {

    /** All attributes count alike, and no column is sensitive. */
    public Combinations(List<Attribute> attributes, int[][] codes, long[] counts) {
        this(attributes, equal(attributes.size()), codes, counts, List.of());
    }

    private static double[] equal(int size) {
        double[] weights = new double[size];
        Arrays.fill(weights, 1);
        return weights;
    }

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

    /** The quasi-identifiers alone. */
    public Combinations withoutSensitive() {
        return with(List.of());
    }

    Combinations with(List<Sensitive> others) {
        return new Combinations(attributes, weights, codes, counts, others);
    }
}
