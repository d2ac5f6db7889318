package io.lepton.inference.trees;

import io.lepton.inference.ranks.Questions;
import io.lepton.inference.ranks.Split;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What each way of walking costs, about: nanoseconds a row, fitted to what {@link Walk} tells of trees of 4 to 12 levels. What all ways cost,
 * filling the block and the link, is left out.
 *
 * @param rankings columns of ranks that the trees need
 * @param levels of all trees together
 * @param multiplexers of all trees as circuits: a fork of height h takes h - 1
 */
record WalkCosts(int rankings, int trees, int levels, int multiplexers) {
    private static final double RANKING = 2.3;
    private static final double ANSWERS_OF_A_RANKING = 0.9;
    private static final double MULTIPLEXER = 0.011;
    private static final double TREE_OF_BITS = 1.2;
    private static final double LEVEL_BY_RANKS = 1.75;
    private static final double LEVEL_BY_VALUES = 2.5;
    private static final double TREE_BY_VALUES = 1;

    static WalkCosts of(List<TreeNode> roots) {
        Set<Split> splits = new HashSet<>();
        int levels = 0;
        int multiplexers = 0;
        for (TreeNode root : roots) {
            multiplexers += look(root, splits);
            levels += root.height();
        }
        return new WalkCosts(Questions.rankings(splits), roots.size(), levels, multiplexers);
    }

    /** Collects splits, and counts multiplexers. */
    private static int look(TreeNode node, Set<Split> splits) {
        if (!(node instanceof TreeNode.Fork fork)) {
            return 0;
        }
        splits.add(fork.split());
        return fork.height() - 1 + look(fork.left(), splits) + look(fork.right(), splits);
    }

    double nanoseconds(Walk walk) {
        return switch (walk) {
            case BITS -> rankings * (RANKING + ANSWERS_OF_A_RANKING)
                    + multiplexers * MULTIPLEXER
                    + trees * TREE_OF_BITS;
            case DESCENT -> rankings * RANKING + levels * LEVEL_BY_RANKS;
            case VALUES -> levels * LEVEL_BY_VALUES + trees * TREE_BY_VALUES;
        };
    }
}
