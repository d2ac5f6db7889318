package io.lepton.inference.ranks;

import io.lepton.inference.FeatureBlock;
import java.io.Serial;
import java.util.BitSet;
import java.util.List;

/** A category's number, or one of two numbers more: for categories that no fork knows, and for missing values. */
final class CategoryRanks implements Ranking {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int feature;
    private final CategoryReading reading;
    private final int known;
    /** By test: the fewer ranks, those that go right or those that go left. */
    private final char[][] members;
    /** By test: all ones where the members go left. */
    private final long[] inverted;

    /** @param splits all of one feature; a test each */
    CategoryRanks(int feature, CategoryReading reading, List<Split.Among> splits) {
        this.feature = feature;
        this.reading = reading;
        this.known = splits.stream().mapToInt(Split.Among::known).max().orElse(0);
        this.members = new char[splits.size()][];
        this.inverted = new long[splits.size()];
        for (int test = 0; test < members.length; test++) {
            BitSet ranks = ranksToTheRight(splits.get(test));
            if (ranks.cardinality() > size() / 2) {
                ranks.flip(0, size());
                inverted[test] = -1;
            }
            members[test] = new char[ranks.cardinality()];
            int count = 0;
            for (int rank = ranks.nextSetBit(0); rank >= 0; rank = ranks.nextSetBit(rank + 1)) {
                members[test][count++] = (char) rank;
            }
        }
    }

    /** Every rank that a split sends right. */
    BitSet ranksToTheRight(Split.Among split) {
        BitSet ranks = (BitSet) split.right().clone();
        ranks.set(split.known(), known + 1, !split.unknownGoesLeft());
        ranks.set(known + 1, !split.missingGoesLeft());
        return ranks;
    }

    @Override
    public void rank(FeatureBlock block, char[] ranks, int to) {
        double[] values = block.values();
        int from = feature * FeatureBlock.ROWS;
        for (int row = 0; row < block.rows(); row++) {
            double value = values[from + row];
            ranks[to + row] = (char) (Double.isNaN(value) ? known + 1 : reading.category(value, known));
        }
    }

    @Override
    public int size() {
        return known + 2;
    }

    @Override
    public int tests() {
        return members.length;
    }

    @Override
    public void answer(char[] ranks, int from, long[] words, int first, long[] scratch) {
        RowBits.scatter(ranks, from, size(), scratch);
        for (int test = 0; test < members.length; test++) {
            long word0 = inverted[test];
            long word1 = word0;
            long word2 = word0;
            long word3 = word0;
            for (char member : members[test]) {
                // A row has one rank: exclusive or is the union, and its complement where the words began as ones.
                int at = member * RowBits.WORDS;
                word0 ^= scratch[at];
                word1 ^= scratch[at + 1];
                word2 ^= scratch[at + 2];
                word3 ^= scratch[at + 3];
            }
            int to = first + test * RowBits.WORDS;
            words[to] = word0;
            words[to + 1] = word1;
            words[to + 2] = word2;
            words[to + 3] = word3;
        }
    }
}
