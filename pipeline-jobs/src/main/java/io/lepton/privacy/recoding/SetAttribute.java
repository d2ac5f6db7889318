package io.lepton.privacy.recoding;

import java.util.Comparator;
import java.util.stream.IntStream;

/** A category without a hierarchy: a set is any set of values, its cost its share of the column's values (0 for a single value). */
public final class SetAttribute implements Attribute {
    private static final long serialVersionUID = 1;

    private final int values;
    private final int size;
    private final int words;

    /**
     * @param values how many distinct values the column holds
     * @param anyMissing whether a missing value is one more
     */
    public SetAttribute(int values, boolean anyMissing) {
        this.values = values;
        this.size = values + (anyMissing ? 1 : 0);
        this.words = values / 64 + 1;
    }

    @Override
    public int words() {
        return words;
    }

    @Override
    public void single(int code, long[] state, int at) {
        int bit = code == MISSING ? values : code;
        for (int word = 0; word < words; word++) {
            state[at + word] = 0;
        }
        state[at + bit / 64] = 1L << (bit % 64);
    }

    @Override
    public void unite(long[] state, int at, long[] other, int otherAt) {
        for (int word = 0; word < words; word++) {
            state[at + word] |= other[otherAt + word];
        }
    }

    @Override
    public double loss(long[] state, int at) {
        int count = 0;
        for (int word = 0; word < words; word++) {
            count += Long.bitCount(state[at + word]);
        }
        return loss(count);
    }

    @Override
    public double jointLoss(long[] state, int at, long[] other, int otherAt) {
        int count = 0;
        for (int word = 0; word < words; word++) {
            count += Long.bitCount(state[at + word] | other[otherAt + word]);
        }
        return loss(count);
    }

    private double loss(int count) {
        return count <= 1 ? 0 : (double) count / size;
    }

    @Override
    public int values() {
        return values;
    }

    /** Frequent values first: cutting off the common ones leaves the rare ones to share a set. */
    @Override
    public int[] ranks(long[] state, int at, int[] present, long[] rows) {
        int[] byFrequency = IntStream.range(0, present.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer place) -> -rows[place])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranks = new int[present.length];
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[byFrequency[rank]] = rank;
        }
        return ranks;
    }
}
