package io.lepton.inference.trees;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.ranks.Split;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree that rows walk down by their values as they are: nothing is prepared, and only features on the way are looked at. Every row takes as
 * many steps as the tree is high (a leaf leads to itself), without a branch but for missing values, several rows at a time.
 */
final class ValueTree implements CompiledTree {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int COLUMN_SHIFT = 2;
    private static final int CHILD_SHIFT = 34;
    /** Of a fork: what leads to its right child, which is two numbers behind the left one. */
    private static final long FORK = 2;

    private static final long MISSING_GOES_RIGHT = 1;

    /**
     * Two numbers a node: the place of its left child, where the values of its feature begin, whether missing ones go right, and whether it is a
     * fork; and the bits of its threshold.
     */
    private final long[] nodes;

    /** By node. */
    private final int[] places;

    private final int height;
    private final LeafTable leaves;

    private ValueTree(Compiler compiler, int height, LeafTable leaves) {
        this.nodes = compiler.nodes;
        this.places = compiler.places;
        this.height = height;
        this.leaves = leaves;
    }

    /** Whether its forks compare with numbers: infinite ones have no difference to values. */
    static boolean canWalk(TreeNode root) {
        return !(root instanceof TreeNode.Fork fork)
                || fork.split() instanceof Split.Below below
                        && Double.isFinite(below.threshold())
                        && canWalk(fork.left())
                        && canWalk(fork.right());
    }

    @Override
    public void add(FeatureBlock block, TreeMemory memory, Sums sums) {
        descend(block.values(), memory.places());
        leaves.add(memory.places(), sums);
    }

    @Override
    public void route(FeatureBlock block, TreeMemory memory, int[] ids, int at, int stride) {
        descend(block.values(), memory.places());
        for (int row = 0; row < block.rows(); row++) {
            ids[at + row * stride] = leaves.id(memory.places()[row]);
        }
    }

    private void descend(double[] values, int[] to) {
        for (int row = 0; row < FeatureBlock.ROWS; row += 8) {
            int node0 = 0;
            int node1 = 0;
            int node2 = 0;
            int node3 = 0;
            int node4 = 0;
            int node5 = 0;
            int node6 = 0;
            int node7 = 0;
            for (int level = 0; level < height; level++) {
                node0 = next(node0, values, row);
                node1 = next(node1, values, row + 1);
                node2 = next(node2, values, row + 2);
                node3 = next(node3, values, row + 3);
                node4 = next(node4, values, row + 4);
                node5 = next(node5, values, row + 5);
                node6 = next(node6, values, row + 6);
                node7 = next(node7, values, row + 7);
            }
            to[row] = places[node0 >> 1];
            to[row + 1] = places[node1 >> 1];
            to[row + 2] = places[node2 >> 1];
            to[row + 3] = places[node3 >> 1];
            to[row + 4] = places[node4 >> 1];
            to[row + 5] = places[node5 >> 1];
            to[row + 6] = places[node6 >> 1];
            to[row + 7] = places[node7 >> 1];
        }
    }

    private int next(int at, double[] values, int row) {
        long node = nodes[at];
        double value = values[((int) node >>> COLUMN_SHIFT) + row];
        // The sign of a difference, which is never rounded to zero; where there is none, that of what is missing.
        long right = Double.isNaN(value)
                ? node << 1
                : ~Double.doubleToRawLongBits(value - Double.longBitsToDouble(nodes[at + 1])) >>> 62;
        return (int) (node >>> CHILD_SHIFT) + (int) (right & node & FORK);
    }

    /** Lays out one tree. */
    static final class Compiler {
        private final TreeNode root;
        private final long[] nodes;
        private final int[] places;
        private final List<TreeNode.Leaf> leaves = new ArrayList<>();
        private int end = 2;

        Compiler(TreeNode root) {
            this.root = root;
            this.nodes = new long[2 * (2 * root.forks() + 1)];
            this.places = new int[nodes.length / 2];
        }

        ValueTree compile(int output, int outputs, Precision precision) {
            lay(root, 0);
            return new ValueTree(this, root.height(), LeafTable.of(leaves, output, outputs, precision));
        }

        private void lay(TreeNode node, int at) {
            if (node instanceof TreeNode.Leaf leaf) {
                nodes[at] = (long) at << CHILD_SHIFT;
                places[at / 2] = leaves.size();
                leaves.add(leaf);
            } else if (node instanceof TreeNode.Fork fork && fork.split() instanceof Split.Below below) {
                int child = end;
                end += 4;
                nodes[at] = (long) child << CHILD_SHIFT
                        | (long) below.feature() * FeatureBlock.ROWS << COLUMN_SHIFT
                        | FORK
                        | (below.missingGoesLeft() ? 0 : MISSING_GOES_RIGHT);
                nodes[at + 1] = Double.doubleToRawLongBits(below.threshold());
                lay(fork.left(), child);
                lay(fork.right(), child + 2);
            }
        }
    }
}
