package io.lepton.inference.trees;

import io.lepton.inference.FeatureBlock;
import java.io.Serializable;

/** One tree, laid out for a way of walking it. */
sealed interface CompiledTree extends Serializable permits BitTree, DescentTree, ValueTree {

    /** Adds the tree to the sums of all rows of a block, whose features are ranked and whose questions are answered as far as it needs. */
    void add(FeatureBlock block, TreeMemory memory, Sums sums);

    /** Tells the id of the leaf where each row ends. */
    void route(FeatureBlock block, TreeMemory memory, int[] ids, int at, int stride);
}
