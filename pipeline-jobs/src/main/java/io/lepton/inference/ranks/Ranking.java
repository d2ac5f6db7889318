package io.lepton.inference.ranks;

import io.lepton.inference.FeatureBlock;
import java.io.Serializable;

/**
 * All that a group of trees asks about one feature, and the answer for a value as one number, its rank: forks then compare small integers,
 * and know nothing of missing values, precision or categories.
 */
public sealed interface Ranking extends Serializable permits ThresholdRanks, CategoryRanks {

    /** Writes the rank of each row of the block to {@code ranks[to + row]}. */
    void rank(FeatureBlock block, char[] ranks, int to);

    /** One more than the largest rank. */
    int size();

    /** Questions whose answers the group needs as bits. */
    int tests();

    /**
     * Answers every question for all rows of the block: bit {@link RowBits#bit} of the words at {@code first + RowBits.WORDS * test}.
     *
     * @param scratch {@link #size()} times {@link RowBits#WORDS}
     */
    void answer(char[] ranks, int from, long[] words, int first, long[] scratch);
}
