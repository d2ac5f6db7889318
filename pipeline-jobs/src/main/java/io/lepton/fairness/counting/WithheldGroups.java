package io.lepton.fairness.counting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Of which groups nothing is told, so that nobody can work out how many people a small one has.
 *
 * <p>Groups of fewer rows than the threshold are withheld. As the groups of an attribute add up to all rows, and those of an intersection to the
 * groups of its parts, one that is withheld alone would follow from the others. So in each such sum the next smallest are withheld, too, until there
 * are two at least, which hold the threshold together; where no part is left, the whole is (complementary suppression; Cox 1980, "Suppression
 * methodology and statistical disclosure control"). What follows from several sums together is not looked at.
 */
public final class WithheldGroups {
    private static final Comparator<Group> SMALLEST =
            Comparator.comparing((Group group) -> group.alone).thenComparingLong(group -> group.rows);

    private final int threshold;
    private final Map<List<Integer>, Map<List<String>, Group>> sets = new HashMap<>();
    private final List<Sum> sums = new ArrayList<>();

    private static final class Group {
        private long rows;
        private boolean withheld;
        /** Whether it is the only part of a whole: withholding it hides nothing unless the whole is withheld. */
        private boolean alone;
    }

    /**
     * Groups that add up.
     *
     * @param whole absent: all rows, whose number is told
     */
    private record Sum(Optional<Group> whole, Collection<Group> parts) {
        boolean isOpen() {
            return whole.filter(group -> group.withheld).isPresent();
        }

        List<Group> hidden() {
            return parts.stream().filter(part -> part.withheld).toList();
        }

        /** Something of it that is told: the smallest part, and those as small, or else the whole. Which of equals is chosen would tell, too. */
        List<Group> told() {
            List<Group> told = parts.stream().filter(part -> !part.withheld).toList();
            return told.stream()
                    .min(SMALLEST)
                    .map(least -> told.stream()
                            .filter(part -> SMALLEST.compare(part, least) == 0)
                            .toList())
                    .orElseGet(() ->
                            whole.filter(group -> !group.withheld).stream().toList());
        }
    }

    /**
     * @param finest rows by the names of groups, one an attribute
     * @param shown attributes whose groups are told together, by position; with several their subsets are shown, too
     * @param threshold rows below which a group is withheld
     */
    public WithheldGroups(Map<List<String>, Long> finest, List<List<Integer>> shown, int threshold) {
        this.threshold = threshold;
        boolean any = false;
        for (List<Integer> positions : shown) {
            Map<List<String>, Group> groups = sets.computeIfAbsent(positions, set -> new HashMap<>());
            finest.forEach(
                    (names, rows) -> groups.computeIfAbsent(at(positions, names), name -> new Group()).rows += rows);
            for (Group group : groups.values()) {
                group.withheld = group.rows < threshold;
                any |= group.withheld;
            }
        }
        if (any) {
            shown.forEach(this::addSums);
            withholdMore();
        }
    }

    private static List<String> at(List<Integer> positions, List<String> names) {
        return positions.stream().map(names::get).toList();
    }

    private void addSums(List<Integer> positions) {
        Map<List<String>, Group> parts = sets.get(positions);
        sums.add(new Sum(Optional.empty(), parts.values()));
        sets.forEach((fewer, wholes) -> {
            if (fewer.size() < positions.size() && positions.containsAll(fewer)) {
                List<Integer> places = fewer.stream().map(positions::indexOf).toList();
                Map<List<String>, List<Group>> partsOf = new HashMap<>();
                parts.forEach((names, part) -> partsOf.computeIfAbsent(at(places, names), whole -> new ArrayList<>())
                        .add(part));
                partsOf.forEach((whole, its) -> {
                    its.forEach(part -> part.alone |= its.size() == 1);
                    sums.add(new Sum(Optional.of(wholes.get(whole)), its));
                });
            }
        });
    }

    private void withholdMore() {
        boolean more = true;
        while (more) {
            more = false;
            for (Sum sum : sums) {
                List<Group> told = sum.told();
                while (!told.isEmpty() && tells(sum)) {
                    told.forEach(group -> group.withheld = true);
                    more = true;
                    told = sum.told();
                }
            }
        }
    }

    /** Whether a sum tells what is withheld. */
    private boolean tells(Sum sum) {
        List<Group> hidden = sum.hidden();
        if (sum.isOpen()) {
            return hidden.isEmpty();
        }
        return !hidden.isEmpty() && (hidden.size() == 1 || areFew(hidden));
    }

    /** Whether they have few rows together, or all as many as can be told from their sum. */
    private boolean areFew(List<Group> hidden) {
        long rows = hidden.stream().mapToLong(part -> part.rows).sum();
        long least = hidden.stream().mapToLong(part -> part.rows).min().orElse(0);
        long most = hidden.stream().mapToLong(part -> part.rows).max().orElse(0);
        return rows < threshold || least == most && (least == 1 || least == threshold - 1);
    }

    /**
     * Names of the groups that are withheld.
     *
     * @param positions of their attributes, some that are shown
     */
    public Set<List<String>> of(List<Integer> positions) {
        Set<List<String>> names = new HashSet<>();
        sets.getOrDefault(positions, Map.of()).forEach((name, group) -> {
            if (group.withheld) {
                names.add(name);
            }
        });
        return names;
    }
}
