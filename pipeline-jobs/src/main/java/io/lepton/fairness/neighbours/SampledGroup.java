package io.lepton.fairness.neighbours;

import java.util.Arrays;

/**
 * A group of a sample.
 *
 * @param attribute {@value Consistency#OVERALL}: all rows
 * @param members which rows of the sample are in it; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Lives within one task, and is never compared.
record SampledGroup(String attribute, String name, boolean[] members, int rows) {

    static SampledGroup ofAll(int rows) {
        boolean[] members = new boolean[rows];
        Arrays.fill(members, true);
        return of(Consistency.OVERALL, Consistency.EVERYBODY, members);
    }

    static SampledGroup of(String attribute, String name, boolean[] members) {
        int rows = 0;
        for (boolean member : members) {
            rows += member ? 1 : 0;
        }
        return new SampledGroup(attribute, name, members, rows);
    }
}
