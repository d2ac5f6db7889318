package io.lepton.fairness.counting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WithheldGroupsTest {
    private static final List<Integer> FIRST = List.of(0);
    private static final List<Integer> SECOND = List.of(1);
    private static final List<Integer> BOTH = List.of(0, 1);

    private static Set<List<String>> withheld(int threshold, long... sizes) {
        Map<List<String>, Long> groups = new HashMap<>();
        for (int i = 0; i < sizes.length; i++) {
            groups.put(List.of("g" + i), sizes[i]);
        }
        return new WithheldGroups(groups, List.of(FIRST), threshold).of(FIRST);
    }

    @Test
    void theNextSmallestGroupIsWithheldWhereASmallOneWouldFollow() {
        assertThat(withheld(10, 500, 12, 3)).containsExactlyInAnyOrder(List.of("g1"), List.of("g2"));
        assertThat(withheld(10, 500, 12, 3, 8)).containsExactlyInAnyOrder(List.of("g2"), List.of("g3"));
        assertThat(withheld(10, 500, 12, 3, 4)).hasSize(3);
        assertThat(withheld(10, 500, 12, 9, 9)).as("9 each, at most").hasSize(3);
        assertThat(withheld(10, 500, 12, 10)).isEmpty();
        assertThat(withheld(1, 500, 1)).isEmpty();
    }

    @Test
    void whereAWholeHasNoOtherPartItIsWithheldItself() {
        Map<List<String>, Long> groups = new HashMap<>();
        groups.put(List.of("f", "black"), 3L);
        groups.put(List.of("f", "white"), 500L);
        groups.put(List.of("m", "black"), 50L);
        groups.put(List.of("x", "black"), 70L);
        groups.put(List.of("x", "other"), 90L);

        WithheldGroups found = new WithheldGroups(groups, List.of(FIRST, SECOND, BOTH), 10);

        assertThat(found.of(BOTH)).contains(List.of("f", "black"), List.of("f", "white"));
        assertThat(found.of(SECOND))
                .as("all who are white are women")
                .contains(List.of("white"))
                .hasSizeGreaterThan(1);
    }

    /** Knows the threshold, all rows, which groups are withheld, how many rows the others have, and how it is chosen. */
    @Property(tries = 150)
    void whatIsShownOfAnAttributeDeterminesNoSmallCount(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 5) int groups,
            @ForAll @IntRange(min = 2, max = 5) int threshold) {
        Random random = new Random(seed);
        long[] sizes = random.longs(groups, 1, 3L * threshold).toArray();
        Set<List<String>> hidden = withheld(threshold, sizes);
        List<Integer> unknown = new ArrayList<>();
        long rows = 0;
        for (int i = 0; i < groups; i++) {
            if (hidden.contains(List.of("g" + i))) {
                unknown.add(i);
                rows += sizes[i];
            }
        }
        if (hidden.size() == groups) {
            return;
        }

        List<long[]> possible = new ArrayList<>();
        collect(sizes.clone(), unknown, 0, rows, threshold, hidden, possible);

        for (int each : unknown) {
            if (sizes[each] < threshold) {
                assertThat(possible.stream()
                                .map(other -> other[each])
                                .distinct()
                                .count())
                        .as("%d of %s rows, threshold %d", each, java.util.Arrays.toString(sizes), threshold)
                        .isGreaterThan(1);
            }
        }
    }

    private static void collect(
            long[] sizes,
            List<Integer> unknown,
            int at,
            long left,
            int threshold,
            Set<List<String>> hidden,
            List<long[]> possible) {
        if (at == unknown.size()) {
            if (left == 0 && withheld(threshold, sizes).equals(hidden)) {
                possible.add(sizes.clone());
            }
            return;
        }
        for (long size = 1; size <= left; size++) {
            sizes[unknown.get(at)] = size;
            collect(sizes, unknown, at + 1, left - size, threshold, hidden, possible);
        }
    }

    /** By linear algebra: a count that all tables agree on which have the sums that are shown. */
    @Property(tries = 300)
    void whatIsShownOfAPairAndOfItsPartsDeterminesNoSmallCount(@ForAll long seed) {
        Random random = new Random(seed);
        int threshold = 10;
        Map<List<String>, Long> cells =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                long size = random.nextInt(4) == 0 ? random.nextInt(threshold) : threshold + random.nextInt(60);
                if (size > 0) {
                    cells.put(List.of("r" + row, "c" + column), size);
                }
            }
        }
        WithheldGroups found = new WithheldGroups(cells, List.of(FIRST, SECOND, BOTH), threshold);
        if (found.of(FIRST).size() == 3 && found.of(BOTH).size() == cells.size()) {
            return;
        }
        List<List<String>> names = new ArrayList<>(cells.keySet());
        List<double[]> shown = new ArrayList<>();
        shown.add(sum(names, List.of(), List.of()));
        for (List<Integer> positions : List.of(FIRST, SECOND, BOTH)) {
            names.stream()
                    .map(name -> positions.stream().map(name::get).toList())
                    .distinct()
                    .filter(group -> !found.of(positions).contains(group))
                    .forEach(group -> shown.add(sum(names, positions, group)));
        }
        int rank = rank(shown);
        for (List<Integer> positions : List.of(FIRST, SECOND, BOTH)) {
            for (List<String> group : found.of(positions)) {
                List<double[]> more = new ArrayList<>(shown);
                more.add(sum(names, positions, group));
                assertThat(rank(more)).as("%s of %s", group, cells).isGreaterThan(rank);
            }
        }
    }

    private static double[] sum(List<List<String>> names, List<Integer> positions, List<String> group) {
        return names.stream()
                .mapToDouble(name -> positions.stream().map(name::get).toList().equals(group) ? 1 : 0)
                .toArray();
    }

    private static int rank(List<double[]> rows) {
        List<double[]> left = new ArrayList<>(rows.stream().map(double[]::clone).toList());
        int rank = 0;
        for (int column = 0; column < rows.get(0).length; column++) {
            int at = column;
            double[] pivot = left.stream()
                    .filter(row -> Math.abs(row[at]) > 1e-9)
                    .findFirst()
                    .orElse(null);
            if (pivot != null) {
                rank++;
                left.remove(pivot);
                for (double[] row : left) {
                    double times = row[at] / pivot[at];
                    for (int i = 0; i < row.length; i++) {
                        row[i] -= times * pivot[i];
                    }
                }
            }
        }
        return rank;
    }
}
