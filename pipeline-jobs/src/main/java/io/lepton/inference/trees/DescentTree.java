package io.lepton.inference.trees;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.ranks.Questions;
import io.lepton.inference.ranks.Split;
import java.io.Serial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree that rows walk down, a word a node: how a rank is compared, where it is found, and the left child; the right one is next to it.
 * Every row takes as many steps as the tree is high (a leaf leads to itself), without a branch that depends on the row, and several rows
 * walk at a time, so that one does not wait for the memory of another.
 */
final class DescentTree implements CompiledTree {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int CHILD_SHIFT = 40;
    private static final int COLUMN_SHIFT = 16;
    private static final int COLUMN_MASK = (1 << (CHILD_SHIFT - COLUMN_SHIFT)) - 1;
    private static final int TEST_MASK = (1 << COLUMN_SHIFT) - 1;
    /** The sign: the fork asks for a category. */
    private static final long CATEGORIES = Long.MIN_VALUE;

    /**
     * From the highest bit: whether the fork asks for a category; its left child; where the ranks of its feature begin; its test (a row
     * goes right where its rank is higher) or, for categories, its set.
     */
    private final long[] nodes;

    /** By node. */
    private final int[] places;

    private final int height;
    /** Ranks that go right, {@code wordsPerSet} words a set; empty where no fork asks for a category. */
    private final long[] sets;

    private final int wordsPerSet;
    private final LeafTable leaves;

    private DescentTree(Compiler compiler, int height, LeafTable leaves) {
        this.nodes = compiler.nodes;
        this.places = compiler.places;
        this.height = height;
        this.sets = compiler.flatSets();
        this.wordsPerSet = compiler.sets.isEmpty() ? 0 : sets.length / compiler.sets.size();
        this.leaves = leaves;
    }

    @Override
    public void add(FeatureBlock block, TreeMemory memory, Sums sums) {
        place(memory);
        leaves.add(memory.places(), sums);
    }

    @Override
    public void route(FeatureBlock block, TreeMemory memory, int[] ids, int at, int stride) {
        place(memory);
        for (int row = 0; row < block.rows(); row++) {
            ids[at + row * stride] = leaves.id(memory.places()[row]);
        }
    }

    private void place(TreeMemory memory) {
        if (sets.length == 0) {
            descend(memory.ranks(), memory.places());
        } else {
            descendByCategories(memory.ranks(), memory.places());
        }
    }

    private void descend(char[] ranks, int[] to) {
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
                node0 = next(nodes[node0], ranks, row);
                node1 = next(nodes[node1], ranks, row + 1);
                node2 = next(nodes[node2], ranks, row + 2);
                node3 = next(nodes[node3], ranks, row + 3);
                node4 = next(nodes[node4], ranks, row + 4);
                node5 = next(nodes[node5], ranks, row + 5);
                node6 = next(nodes[node6], ranks, row + 6);
                node7 = next(nodes[node7], ranks, row + 7);
            }
            to[row] = places[node0];
            to[row + 1] = places[node1];
            to[row + 2] = places[node2];
            to[row + 3] = places[node3];
            to[row + 4] = places[node4];
            to[row + 5] = places[node5];
            to[row + 6] = places[node6];
            to[row + 7] = places[node7];
        }
    }

    private static int next(long node, char[] ranks, int row) {
        int rank = ranks[((int) (node >> COLUMN_SHIFT) & COLUMN_MASK) + row];
        return (int) (node >>> CHILD_SHIFT) + (((int) node & TEST_MASK) - rank >>> 31);
    }

    private void descendByCategories(char[] ranks, int[] to) {
        for (int row = 0; row < FeatureBlock.ROWS; row++) {
            int at = 0;
            for (int level = 0; level < height; level++) {
                long node = nodes[at];
                at = node >= 0 ? next(node, ranks, row) : nextByCategory(node, ranks, row);
            }
            to[row] = places[at];
        }
    }

    private int nextByCategory(long node, char[] ranks, int row) {
        int rank = ranks[((int) (node >> COLUMN_SHIFT) & COLUMN_MASK) + row];
        int set = (int) node & TEST_MASK;
        long right = sets[set * wordsPerSet + (rank >> 6)] >>> rank & 1;
        return (int) ((node & ~CATEGORIES) >>> CHILD_SHIFT) + (int) right;
    }

    /** Lays out one tree. */
    static final class Compiler {
        private final Questions questions;
        private final long[] nodes;
        private final int[] places;
        private final Map<BitSet, Integer> sets = new LinkedHashMap<>();
        private final List<TreeNode.Leaf> leaves = new ArrayList<>();
        private final TreeNode root;
        private int end = 1;

        Compiler(Questions questions, TreeNode root) {
            this.questions = questions;
            this.root = root;
            this.nodes = new long[2 * root.forks() + 1];
            this.places = new int[nodes.length];
        }

        DescentTree compile(int output, int outputs, Precision precision) {
            lay(root, 0);
            return new DescentTree(this, root.height(), LeafTable.of(leaves, output, outputs, precision));
        }

        private void lay(TreeNode node, int at) {
            if (node instanceof TreeNode.Leaf leaf) {
                nodes[at] = (long) at << CHILD_SHIFT | TEST_MASK;
                places[at] = leaves.size();
                leaves.add(leaf);
            } else if (node instanceof TreeNode.Fork fork) {
                int child = end;
                end += 2;
                long forked = (long) child << CHILD_SHIFT | (long) questions.firstRank(fork.split()) << COLUMN_SHIFT;
                nodes[at] = fork.split() instanceof Split.Among among
                        ? CATEGORIES | forked | set(questions.ranksToTheRight(among))
                        : forked | questions.test(fork.split());
                lay(fork.left(), child);
                lay(fork.right(), child + 1);
            }
        }

        private int set(BitSet ranks) {
            return sets.computeIfAbsent(ranks, added -> sets.size());
        }

        private long[] flatSets() {
            int words =
                    1 + sets.keySet().stream().mapToInt(BitSet::length).max().orElse(0) / 64;
            long[] flat = new long[sets.size() * words];
            sets.forEach((ranks, set) -> {
                long[] bits = ranks.toLongArray();
                System.arraycopy(bits, 0, flat, set * words, bits.length);
            });
            return flat;
        }
    }
}
