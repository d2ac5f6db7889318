package io.lepton.privacy.recoding;

import io.lepton.privacy.criteria.Criterion;
import java.util.Arrays;
import java.util.List;

/** How many rows groups of combinations hold, in all and by sensitive value, and whether that is enough to publish them. */
final class Tallies {
    private final int k;
    private final long[] counts;
    private final List<Sensitive> sensitive;
    private final int[] offsets;
    private final int stride;
    private final long[] tallies;

    Tallies(int k, Combinations combinations, int capacity) {
        this.k = k;
        this.counts = combinations.counts();
        this.sensitive = combinations.sensitive();
        this.offsets = new int[sensitive.size()];
        int words = 1;
        for (int s = 0; s < offsets.length; s++) {
            offsets[s] = words;
            words += sensitive.get(s).values();
        }
        this.stride = words;
        this.tallies = new long[Math.multiplyExact(capacity, stride)];
    }

    long rows(int group) {
        return tallies[group * stride];
    }

    void clear(int group) {
        Arrays.fill(tallies, group * stride, (group + 1) * stride, 0);
    }

    void add(int group, int combination) {
        change(group, combination, 1);
    }

    void remove(int group, int combination) {
        change(group, combination, -1);
    }

    private void change(int group, int combination, int sign) {
        int at = group * stride;
        tallies[at] += sign * counts[combination];
        for (int s = 0; s < offsets.length; s++) {
            Sensitive column = sensitive.get(s);
            for (int entry = column.starts()[combination]; entry < column.starts()[combination + 1]; entry++) {
                tallies[at + offsets[s] + column.codes()[entry]] += sign * column.counts()[entry];
            }
        }
    }

    void unite(int group, int other) {
        for (int word = 0; word < stride; word++) {
            tallies[group * stride + word] += tallies[other * stride + word];
        }
    }

    /** Whether the group may be published. */
    boolean hold(int group) {
        int at = group * stride;
        long rows = tallies[at];
        if (rows < k) {
            return false;
        }
        for (int s = 0; s < offsets.length; s++) {
            Sensitive column = sensitive.get(s);
            for (Criterion criterion : column.criteria()) {
                if (!criterion.holds(tallies, at + offsets[s], column.values(), rows)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Rows of a group by value of a sensitive column. */
    long[] values(int group, int column) {
        int from = group * stride + offsets[column];
        return Arrays.copyOfRange(tallies, from, from + sensitive.get(column).values());
    }
}
