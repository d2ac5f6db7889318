package io.lepton.privacy.recoding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Leaves out the outliers of classes where that lowers the whole cost: a row left out costs 1 on every attribute, and its class, which must
 * still be publishable, may become so much narrower that the others gain more. Those that gain most per row go first.
 */
final class Suppression {
    private final int k;
    private final Combinations combinations;
    private final Groups singles;

    Suppression(int k, Combinations combinations, Groups singles) {
        this.k = k;
        this.combinations = combinations;
        this.singles = singles;
    }

    private record Outlier(int position, List<Integer> members, long rows, double gain) {
        double gainPerRow() {
            return gain / rows;
        }

        int combination() {
            return members.get(position);
        }
    }

    /** Marks combinations of {@code group} as suppressed, at most {@code budget} rows in all. */
    void apply(int[] group, long budget) {
        if (budget <= 0) {
            return;
        }
        Map<Integer, List<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < group.length; i++) {
            classes.computeIfAbsent(group[i], key -> new ArrayList<>()).add(i);
        }
        PriorityQueue<Outlier> outliers = new PriorityQueue<>(
                Comparator.comparingDouble(Outlier::gainPerRow).reversed().thenComparing(Outlier::combination));
        classes.values().parallelStream()
                .map(members -> worst(members, budget))
                .flatMap(List::stream)
                .toList()
                .forEach(outliers::add);
        long left = budget;
        while (left > 0 && !outliers.isEmpty()) {
            Outlier outlier = outliers.poll();
            if (outlier.rows <= left) {
                left -= outlier.rows;
                group[outlier.combination()] = Recoding.SUPPRESSED;
                outlier.members.remove(outlier.position);
            }
            // Where it was too large for what is left, a smaller one may do.
            outliers.addAll(worst(outlier.members, Math.min(left, outlier.rows <= left ? left : outlier.rows - 1)));
        }
    }

    /** The member whose leaving gains most per row, if any gains at all. */
    private List<Outlier> worst(List<Integer> members, long left) {
        int size = members.size();
        if (size < 2) {
            return List.of();
        }
        Tallies tallies = new Tallies(k, combinations, 1);
        members.forEach(member -> tallies.add(0, member));
        long rows = tallies.rows(0);
        // What the members before and after each one cover, so that leaving one out takes one union.
        Groups before = new Groups(combinations, size);
        Groups after = new Groups(combinations, size);
        for (int i = 0; i < size; i++) {
            before.copy(i, singles, members.get(i));
            after.copy(i, singles, members.get(i));
        }
        for (int i = 1; i < size; i++) {
            before.unite(i, before, i - 1);
            after.unite(size - 1 - i, after, size - i);
        }
        double cost = rows * before.loss(size - 1);
        double whole = singles.wholeLoss();
        Outlier worst = null;
        for (int i = 0; i < size; i++) {
            long count = combinations.counts()[members.get(i)];
            if (rows - count < k || count > left) {
                continue;
            }
            double loss = i == 0
                    ? after.loss(1)
                    : i == size - 1 ? before.loss(size - 2) : before.jointLoss(i - 1, after, i + 1);
            Outlier outlier = new Outlier(i, members, count, cost - (rows - count) * loss - count * whole);
            if (outlier.gain > 1e-9
                    && (worst == null || outlier.gainPerRow() > worst.gainPerRow())
                    && holdsWithout(tallies, members.get(i))) {
                worst = outlier;
            }
        }
        return worst == null ? List.of() : List.of(worst);
    }

    private static boolean holdsWithout(Tallies tallies, int combination) {
        tallies.remove(0, combination);
        boolean holds = tallies.hold(0);
        tallies.add(0, combination);
        return holds;
    }
}
