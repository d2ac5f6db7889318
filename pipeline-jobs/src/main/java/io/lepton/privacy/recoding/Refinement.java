package io.lepton.privacy.recoding;

import java.util.ArrayList;
import java.util.List;

/**
 * Improves the classes of one block by moving single combinations: out of a class that can spare them, into the class where they cost
 * least, or into a class of their own where they can stand alone. Every move lowers the cost, so that it ends; it stops after a few rounds,
 * as the later ones win next to nothing.
 */
final class Refinement {
    private static final int ROUNDS = 4;

    private final int k;
    private final Combinations combinations;
    private final Groups singles;

    private int[] block;
    private int[] roots;
    private Groups groups;
    private Tallies tallies;
    private List<List<Integer>> members;

    Refinement(int k, Combinations combinations, Groups singles) {
        this.k = k;
        this.combinations = combinations;
        this.singles = singles;
    }

    /** @param roots class of every member of the block, changed in place */
    void improve(int[] block, int[] roots) {
        start(block, roots);
        for (int round = 0; round < ROUNDS; round++) {
            boolean moved = false;
            for (int i = 0; i < block.length; i++) {
                moved |= move(i);
            }
            if (!moved) {
                return;
            }
        }
    }

    private void start(int[] block, int[] roots) {
        this.block = block;
        this.roots = roots;
        groups = new Groups(combinations, block.length + 1);
        tallies = new Tallies(k, combinations, block.length + 1);
        members = new ArrayList<>();
        for (int i = 0; i < block.length; i++) {
            members.add(new ArrayList<>());
        }
        for (int i = 0; i < block.length; i++) {
            members.get(roots[i]).add(i);
            tallies.add(roots[i], block[i]);
        }
        for (int c = 0; c < block.length; c++) {
            build(c, members.get(c), -1);
        }
    }

    private boolean move(int i) {
        int from = roots[i];
        if (members.get(from).size() < 2) {
            return false;
        }
        tallies.remove(from, block[i]);
        if (tallies.hold(from)) {
            long count = combinations.counts()[block[i]];
            build(block.length, members.get(from), i);
            double gain =
                    (tallies.rows(from) + count) * groups.loss(from) - tallies.rows(from) * groups.loss(block.length);
            int to = target(block[i], count, from, gain);
            if (to >= 0) {
                members.get(from).remove((Integer) i);
                members.get(to).add(i);
                groups.copy(from, groups, block.length);
                build(to, members.get(to), -1);
                tallies.add(to, block[i]);
                roots[i] = to;
                return true;
            }
        }
        tallies.add(from, block[i]);
        return false;
    }

    /** The class that takes the combination at the lowest cost, if that is below {@code gain}; else -1. */
    private int target(int combination, long count, int from, double gain) {
        int best = -1;
        double cheapest = gain - 1e-9;
        for (int c = 0; c < block.length; c++) {
            long rows = tallies.rows(c);
            if (c == from || (rows == 0 && count < k)) {
                continue;
            }
            double cost =
                    rows == 0 ? 0 : (rows + count) * groups.jointLoss(c, singles, combination) - rows * groups.loss(c);
            if (cost < cheapest && holdsWith(c, combination)) {
                cheapest = cost;
                best = c;
            }
        }
        return best;
    }

    private boolean holdsWith(int c, int combination) {
        if (combinations.sensitive().isEmpty()) {
            return true;
        }
        tallies.add(c, combination);
        boolean holds = tallies.hold(c);
        tallies.remove(c, combination);
        return holds;
    }

    private void build(int group, List<Integer> members, int without) {
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
