package io.lepton.inference.trees;

import io.lepton.inference.ranks.CategoryReading;
import io.lepton.inference.ranks.Split;

/** A node of a tree as its source library describes it; read once, before the tree is laid out for speed. */
public sealed interface TreeNode {

    /** Sends a row to one of two nodes. */
    record Fork(Split split, TreeNode left, TreeNode right) implements TreeNode {}

    /**
     * Where a row ends.
     *
     * @param id the number by which the source library knows this leaf
     * @param values what it adds to the outputs of its tree
     */
    record Leaf(int id, double[] values) implements TreeNode {}

    /**
     * The same where other values stand for missing ones.
     *
     * @param values by feature; NaN: missing ones stay missing
     */
    default TreeNode filled(double[] values, CategoryReading reading) {
        return this instanceof Fork fork
                ? new Fork(
                        fork.split().filled(values[fork.split().feature()], reading),
                        fork.left().filled(values, reading),
                        fork.right().filled(values, reading))
                : this;
    }

    /** Most forks on a way down. */
    default int height() {
        return this instanceof Fork fork
                ? 1 + Math.max(fork.left().height(), fork.right().height())
                : 0;
    }

    /** Forks at and below this node. */
    default int forks() {
        return this instanceof Fork fork
                ? 1 + fork.left().forks() + fork.right().forks()
                : 0;
    }
}
