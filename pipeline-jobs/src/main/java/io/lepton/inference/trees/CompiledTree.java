package io.lepton.inference.trees;

import java.io.Serializable;

/** One tree, laid out for a way of walking it. */
sealed interface CompiledTree extends Serializable permits BitTree, DescentTree {

    /** Adds the tree to the sums of all rows of a block whose features are ranked, and whose questions are answered. */
    void add(TreeMemory memory, Sums sums);

    /** Tells the id of the leaf where each row ends. */
    void route(TreeMemory memory, int rows, int[] ids, int at, int stride);
}
