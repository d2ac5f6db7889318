package io.lepton.fairness.data;

import io.lepton.fairness.counts.CrossTab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The groups of an attribute that features are asked about.
 *
 * @param codes of the groups, largest first
 * @param names of the same
 * @param counts of the same
 */
record ComparedGroups(String attribute, List<Integer> codes, List<String> names, List<Long> counts) {
    /** Of more groups, the smallest say little and cost as much. */
    private static final int MOST = 10;

    /**
     * @param names by code
     * @param byLabel counts by the attribute's code, then by label
     * @param atLeast rows of a group
     * @param withheld names of groups of which nothing is told
     */
    static ComparedGroups of(
            String attribute, List<String> names, CrossTab byLabel, long atLeast, Set<String> withheld) {
        List<Integer> codes = new ArrayList<>();
        for (int code = 0; code < names.size(); code++) {
            if (count(byLabel, code) >= Math.max(1, atLeast) && !withheld.contains(names.get(code))) {
                codes.add(code);
            }
        }
        codes.sort(Comparator.<Integer>comparingLong(code -> -count(byLabel, code)));
        codes = codes.subList(0, Math.min(MOST, codes.size()));
        return new ComparedGroups(
                attribute,
                List.copyOf(codes),
                codes.stream().map(names::get).toList(),
                codes.stream().map(code -> count(byLabel, code)).toList());
    }

    private static long count(CrossTab byLabel, int code) {
        return Arrays.stream(byLabel.along(code)).sum();
    }

    int size() {
        return codes.size();
    }

    long rows() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** What guessing the largest group always gets right. */
    double baseAccuracy() {
        return (double) counts.get(0) / rows();
    }

    /** The place of a code among the groups; −1 for one that is not compared. By code. */
    int[] places(int size) {
        int[] places = new int[size];
        Arrays.fill(places, -1);
        for (int i = 0; i < codes.size(); i++) {
            places[codes.get(i)] = i;
        }
        return places;
    }
}
