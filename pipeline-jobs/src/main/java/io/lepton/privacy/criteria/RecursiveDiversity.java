package io.lepton.privacy.criteria;

import java.util.Arrays;

/**
 * Recursive (c, l)-diversity: the most frequent value of a class is rarer than c times all values from the l-th most frequent on together,
 * r₁ &lt; c·(r_l + … + r_m).
 *
 * @param c above 0
 * @param l 2 or more
 */
public record RecursiveDiversity(double c, int l) implements Criterion {
    @Override
    public boolean holds(long[] counts, int from, int values, long rows) {
        if (values < l) {
            return false;
        }
        long[] ascending = Arrays.copyOfRange(counts, from, from + values);
        Arrays.sort(ascending);
        long tail = rows;
        for (int i = 1; i < l; i++) {
            tail -= ascending[values - i];
        }
        return ascending[values - 1] < c * tail;
    }
}
