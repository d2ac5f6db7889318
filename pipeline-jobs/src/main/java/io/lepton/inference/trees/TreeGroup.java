package io.lepton.inference.trees;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.ranks.Ranking;
import io.lepton.inference.ranks.RowBits;
import java.io.Serializable;

/**
 * Trees that share their questions: a block's features are ranked once, and the questions answered once, for all of them.
 *
 * @param rankings empty where the trees look at values
 * @param firstWords by ranking; empty where the trees need no answers
 */
record TreeGroup(Ranking[] rankings, int[] firstWords, CompiledTree[] trees, int words) implements Serializable {

    TreeMemory memory() {
        int most = 0;
        for (Ranking ranking : rankings) {
            most = Math.max(most, ranking.size());
        }
        return TreeMemory.of(rankings.length, words, firstWords.length == 0 ? 0 : most * RowBits.WORDS);
    }

    void add(FeatureBlock block, TreeMemory memory, Sums sums) {
        prepare(block, memory);
        for (CompiledTree tree : trees) {
            tree.add(block, memory, sums);
        }
    }

    /** Tells the ids of leaves: of tree t, from 0 in this group, of row r at {@code at + r * stride + t}. */
    void route(FeatureBlock block, TreeMemory memory, int[] ids, int at, int stride) {
        prepare(block, memory);
        for (int tree = 0; tree < trees.length; tree++) {
            trees[tree].route(block, memory, ids, at + tree, stride);
        }
    }

    private void prepare(FeatureBlock block, TreeMemory memory) {
        for (int column = 0; column < rankings.length; column++) {
            int from = column * FeatureBlock.ROWS;
            rankings[column].rank(block, memory.ranks(), from);
            if (firstWords.length > 0) {
                rankings[column].answer(memory.ranks(), from, memory.words(), firstWords[column], memory.scratch());
            }
        }
    }
}
