package io.lepton.privacy.recoding;

import java.util.HashMap;
import java.util.Map;

/**
 * A category with a hierarchy: a set is the lowest node above all its values, its cost the node's share of the hierarchy's leaves (0 for
 * one leaf). A missing value counts as one more leaf beside the node.
 */
public final class TreeAttribute implements Attribute {
    private static final long serialVersionUID = 1;

    private final int[] nodeOfCode;
    private final int[] parent;
    private final int[] depth;
    private final boolean[] inner;
    private final int[] leaves;
    private final int total;

    /**
     * @param nodeOfCode the leaf of every code
     * @param parent of every node, a smaller number than the node's; the root, node 0, is its own
     * @param leaves of the whole hierarchy below every node
     * @param anyMissing whether the column holds missing values
     */
    public TreeAttribute(int[] nodeOfCode, int[] parent, int[] leaves, boolean anyMissing) {
        this.nodeOfCode = nodeOfCode.clone();
        this.parent = parent.clone();
        this.leaves = leaves.clone();
        this.total = leaves[0] + (anyMissing ? 1 : 0);
        this.depth = new int[parent.length];
        this.inner = new boolean[parent.length];
        inner[0] = true;
        for (int node = 1; node < parent.length; node++) {
            inner[parent[node]] = true;
            depth[node] = depth[parent[node]] + 1;
        }
    }

    /** The lowest node above both. */
    private int above(int a, int b) {
        int left = a;
        int right = b;
        while (left != right) {
            if (depth[left] >= depth[right]) {
                left = parent[left];
            } else {
                right = parent[right];
            }
        }
        return left;
    }

    // One word: node + 1 (0: no value at all), missing (1 bit).
    private long union(long a, long b) {
        long left = a >>> 1;
        long right = b >>> 1;
        long node = left == 0 || right == 0 ? left + right : above((int) left - 1, (int) right - 1) + 1L;
        return (node << 1) | ((a | b) & 1);
    }

    private double loss(long word) {
        long node = word >>> 1;
        if (node == 0) {
            return 0;
        }
        long count = leaves[(int) node - 1] + (word & 1);
        return count <= 1 ? 0 : (double) count / total;
    }

    /** The node that covers the values of a state; -1 when all of them are missing. */
    public static int node(long word) {
        return (int) (word >>> 1) - 1;
    }

    /** Whether a state holds the missing value. */
    public static boolean missing(long word) {
        return (word & 1) == 1;
    }

    /** Whether a state is one value, or nothing but the missing one. */
    public boolean isValue(long word) {
        return node(word) < 0 || !missing(word) && !inner[node(word)];
    }

    @Override
    public int words() {
        return 1;
    }

    @Override
    public void single(int code, long[] state, int at) {
        state[at] = code == MISSING ? 1 : (nodeOfCode[code] + 1L) << 1;
    }

    @Override
    public void unite(long[] state, int at, long[] other, int otherAt) {
        state[at] = union(state[at], other[otherAt]);
    }

    @Override
    public double loss(long[] state, int at) {
        return loss(state[at]);
    }

    @Override
    public double jointLoss(long[] state, int at, long[] other, int otherAt) {
        return loss(union(state[at], other[otherAt]));
    }

    @Override
    public int values() {
        return nodeOfCode.length;
    }

    /** Values below the same child of the set's node stay together. */
    @Override
    public int[] ranks(long[] state, int at, int[] present, long[] rows) {
        int top = Math.max(0, node(state[at]));
        Map<Integer, Integer> rankOfChild = new HashMap<>();
        int[] ranks = new int[present.length];
        for (int place = 0; place < ranks.length; place++) {
            int child = nodeOfCode[present[place]];
            while (child != top && parent[child] != top) {
                child = parent[child];
            }
            Integer known = rankOfChild.putIfAbsent(child, rankOfChild.size());
            ranks[place] = known == null ? rankOfChild.size() - 1 : known;
        }
        return ranks;
    }
}
