package io.lepton.privacy.recoding;

import java.util.ArrayList;
import java.util.List;

/**
 * Improves the classes of one block by moving single combinations: out of a class that can spare their rows, into the class where they cost
 * least, or into a class of their own where they have k rows. Every move lowers the cost, so that it ends; it stops after a few rounds, as
 * the later ones win next to nothing.
 */
final class Refinement {
    private static final int ROUNDS = 4;

    private final int k;
    private final Combinations combinations;
    private final Groups singles;

    Refinement(int k, Combinations combinations, Groups singles) {
        this.k = k;
        this.combinations = combinations;
        this.singles = singles;
    }

    /** @param roots class of every member of the block, changed in place */
    void improve(int[] block, int[] roots) {
        Groups groups = new Groups(combinations, block.length + 1);
        List<List<Integer>> members = new ArrayList<>();
        long[] rows = new long[block.length];
        for (int i = 0; i < block.length; i++) {
            members.add(new ArrayList<>());
        }
        for (int i = 0; i < block.length; i++) {
            members.get(roots[i]).add(i);
            rows[roots[i]] += combinations.counts()[block[i]];
        }
        for (int c = 0; c < block.length; c++) {
            build(groups, c, block, members.get(c), -1);
        }
        for (int round = 0; round < ROUNDS; round++) {
            boolean moved = false;
            for (int i = 0; i < block.length; i++) {
                long count = combinations.counts()[block[i]];
                int from = roots[i];
                if (members.get(from).size() < 2 || rows[from] - count < k) {
                    continue;
                }
                build(groups, block.length, block, members.get(from), i);
                double gain = rows[from] * groups.loss(from) - (rows[from] - count) * groups.loss(block.length);
                int to = target(groups, rows, block[i], count, from, gain);
                if (to >= 0) {
                    members.get(from).remove((Integer) i);
                    members.get(to).add(i);
                    groups.copy(from, groups, block.length);
                    build(groups, to, block, members.get(to), -1);
                    rows[from] -= count;
                    rows[to] += count;
                    roots[i] = to;
                    moved = true;
                }
            }
            if (!moved) {
                return;
            }
        }
    }

    /** The class that takes the combination at the lowest cost, if that is below {@code gain}; else -1. */
    private int target(Groups groups, long[] rows, int combination, long count, int from, double gain) {
        int best = -1;
        double cheapest = gain - 1e-9;
        for (int c = 0; c < rows.length; c++) {
            if (c == from || (rows[c] == 0 && count < k)) {
                continue;
            }
            double cost = rows[c] == 0
                    ? 0
                    : (rows[c] + count) * groups.jointLoss(c, singles, combination) - rows[c] * groups.loss(c);
            if (cost < cheapest) {
                cheapest = cost;
                best = c;
            }
        }
        return best;
    }

    private void build(Groups groups, int group, int[] block, List<Integer> members, int without) {
        boolean any = false;
        for (int member : members) {
            if (member == without) {
                continue;
            }
            if (any) {
                groups.unite(group, singles, block[member]);
            } else {
                groups.copy(group, singles, block[member]);
                any = true;
            }
        }
    }
}
