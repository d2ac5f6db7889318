package io.lepton.privacy.criteria;

/**
 * Distinct l-diversity: a class holds at least l different sensitive values.
 *
 * @param l 1 or more
 */
public record DistinctDiversity(int l) implements Criterion {
    @Override
    public boolean holds(long[] counts, int from, int values, long rows) {
        int distinct = 0;
        for (int value = 0; value < values && distinct < l; value++) {
            if (counts[from + value] > 0) {
                distinct++;
            }
        }
        return distinct >= l;
    }
}
