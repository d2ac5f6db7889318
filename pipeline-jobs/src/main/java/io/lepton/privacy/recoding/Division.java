package io.lepton.privacy.recoding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Divides classes that became large enough for two, which costs nothing and mostly wins: from every member a part grows by its nearest ones
 * until it can stand alone; of those whose rest can stand alone too, the cheapest is taken.
 */
final class Division {
    private static final int MOST_SEEDS = 24;

    private final int k;
    private final Combinations combinations;
    private final Groups singles;

    Division(int k, Combinations combinations, Groups singles) {
        this.k = k;
        this.combinations = combinations;
        this.singles = singles;
    }

    /** @param roots class of every member of the block, the position of one of its members; changed in place */
    void divide(int[] block, int[] roots) {
        Map<Integer, List<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < block.length; i++) {
            classes.computeIfAbsent(roots[i], key -> new ArrayList<>()).add(i);
        }
        Deque<List<Integer>> open = new ArrayDeque<>(classes.values());
        while (!open.isEmpty()) {
            List<Integer> members = open.pop();
            List<Integer> part = part(block, members);
            if (!part.isEmpty()) {
                List<Integer> rest = new ArrayList<>(members);
                rest.removeAll(part);
                part.forEach(member -> roots[member] = part.get(0));
                rest.forEach(member -> roots[member] = rest.get(0));
                open.push(part);
                open.push(rest);
            }
        }
    }

    /** Members that are better apart from the others; none if they cannot be parted. */
    private List<Integer> part(int[] block, List<Integer> members) {
        long rows = members.stream()
                .mapToLong(member -> combinations.counts()[block[member]])
                .sum();
        if (members.size() < 2 || rows < 2L * k) {
            return List.of();
        }
        List<Integer> best = List.of();
        double cheapest = Double.POSITIVE_INFINITY;
        int step = (members.size() + MOST_SEEDS - 1) / MOST_SEEDS;
        for (int seed = 0; seed < members.size(); seed += step) {
            Growth growth = new Growth(block, members, seed);
            if (growth.possible && growth.cost < cheapest) {
                cheapest = growth.cost;
                best = growth.inside;
            }
        }
        return best;
    }

    /** What grows around one member. */
    private final class Growth {
        private final List<Integer> inside = new ArrayList<>();
        private final boolean possible;
        private double cost;

        Growth(int[] block, List<Integer> members, int seed) {
            List<Integer> outside = new ArrayList<>(members);
            Groups groups = new Groups(combinations, 2);
            Tallies sides = new Tallies(k, combinations, 2);
            members.forEach(member -> sides.add(1, block[member]));
            int next = outside.remove(seed);
            groups.copy(0, singles, block[next]);
            while (next >= 0) {
                inside.add(next);
                groups.unite(0, singles, block[next]);
                sides.remove(1, block[next]);
                sides.add(0, block[next]);
                next = sides.hold(0) || sides.rows(1) < k || outside.isEmpty() ? -1 : nearest(block, outside, groups);
            }
            possible = !outside.isEmpty() && sides.hold(0) && sides.hold(1);
            if (possible) {
                groups.copy(1, singles, block[outside.get(0)]);
                outside.forEach(member -> groups.unite(1, singles, block[member]));
                cost = sides.rows(0) * groups.loss(0) + sides.rows(1) * groups.loss(1);
            }
        }

        private int nearest(int[] block, List<Integer> outside, Groups groups) {
            int best = 0;
            double cheapest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < outside.size(); i++) {
                double loss = groups.jointLoss(0, singles, block[outside.get(i)]);
                if (loss < cheapest) {
                    cheapest = loss;
                    best = i;
                }
            }
            return outside.remove(best);
        }
    }
}
