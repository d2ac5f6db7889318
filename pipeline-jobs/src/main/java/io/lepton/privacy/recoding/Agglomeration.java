package io.lepton.privacy.recoding;

import java.util.Arrays;

/**
 * Groups the combinations of one block bottom-up: again and again the two groups whose union costs least are united, until every group
 * holds at least k rows. After Gionis and Tassa, "k-Anonymization with minimal loss of information" (TKDE 2009), whose agglomerative
 * algorithm loses markedly less than splitting top-down; its square running time is why it only sees blocks.
 */
final class Agglomeration {
    private final int k;
    private final Combinations combinations;
    private final Groups singles;

    private int[] members;
    private Groups groups;
    private long[] weights;
    private double[] losses;
    private boolean[] alive;
    private int[] nearest;
    private double[] distance;

    Agglomeration(int k, Combinations combinations, Groups singles) {
        this.k = k;
        this.combinations = combinations;
        this.singles = singles;
    }

    /** The group of every member, numbered by the position of one of its members. */
    int[] group(int[] block) {
        start(block);
        int[] root = new int[block.length];
        for (int i = 0; i < root.length; i++) {
            root[i] = i;
        }
        while (true) {
            int left = closest();
            if (left < 0) {
                break;
            }
            int right = nearest[left];
            unite(Math.min(left, right), Math.max(left, right), root);
        }
        for (int i = 0; i < root.length; i++) {
            int top = i;
            while (root[top] != top) {
                top = root[top];
            }
            root[i] = top;
        }
        return root;
    }

    private void start(int[] block) {
        members = block;
        groups = new Groups(combinations, members.length);
        weights = new long[members.length];
        losses = new double[members.length];
        alive = new boolean[members.length];
        nearest = new int[members.length];
        distance = new double[members.length];
        Arrays.fill(alive, true);
        for (int i = 0; i < members.length; i++) {
            groups.copy(i, singles, members[i]);
            weights[i] = combinations.counts()[members[i]];
        }
        for (int i = 0; i < members.length; i++) {
            search(i);
        }
    }

    /** The group too small to stand alone that has the nearest neighbour; -1 when none is left, or no neighbour. */
    private int closest() {
        int best = -1;
        for (int i = 0; i < members.length; i++) {
            if (alive[i] && weights[i] < k && nearest[i] >= 0 && (best < 0 || distance[i] < distance[best])) {
                best = i;
            }
        }
        return best;
    }

    private void search(int i) {
        nearest[i] = -1;
        distance[i] = Double.POSITIVE_INFINITY;
        if (weights[i] >= k) {
            return;
        }
        for (int j = 0; j < members.length; j++) {
            if (alive[j] && j != i) {
                double d = distance(i, j);
                if (d < distance[i]) {
                    distance[i] = d;
                    nearest[i] = j;
                }
            }
        }
    }

    /** What uniting two groups adds to the total cost, in rows. */
    private double distance(int i, int j) {
        long together = weights[i] + weights[j];
        return together * groups.jointLoss(i, groups, j) - weights[i] * losses[i] - weights[j] * losses[j];
    }

    private void unite(int into, int from, int[] root) {
        groups.unite(into, groups, from);
        weights[into] += weights[from];
        losses[into] = groups.loss(into);
        alive[from] = false;
        root[from] = into;
        search(into);
        for (int i = 0; i < members.length; i++) {
            if (!alive[i] || i == into || weights[i] >= k) {
                continue;
            }
            if (nearest[i] == into || nearest[i] == from) {
                search(i);
            } else {
                double d = distance(i, into);
                if (d < distance[i]) {
                    distance[i] = d;
                    nearest[i] = into;
                }
            }
        }
    }
}
