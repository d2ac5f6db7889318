package io.lepton.privacy.recoding;

import java.util.stream.IntStream;

/**
 * A number or a date: a set is a range, its cost span / range of the whole column. Mixing missing and present values costs
 * (1 + span/range) / 2: half of what could be known, whether there is a value at all, is gone.
 */
public final class NumericAttribute implements Attribute {
    private static final long serialVersionUID = 1;

    private final double[] values;
    private final double range;

    /** @param values distinct and ascending; a code is an index into them */
    public NumericAttribute(double[] values) {
        this.values = values.clone();
        this.range = values.length == 0 ? 0 : values[values.length - 1] - values[0];
    }

    // One word: lowest code (31 bits), highest code + 1 (32 bits), missing (1 bit). No value at all: lowest =
    // values.length, highest + 1 = 0.
    private static long pack(int low, int highPlusOne, long missing) {
        return ((long) low << 33) | ((long) highPlusOne << 1) | missing;
    }

    /** The lowest code of a state. */
    public static int lowest(long word) {
        return (int) (word >>> 33);
    }

    /** The highest code of a state; below 0 if it has no values. */
    public static int highest(long word) {
        return (int) ((word >>> 1) & 0xffffffffL) - 1;
    }

    /** Whether a state holds the missing value. */
    public static boolean missing(long word) {
        return (word & 1) == 1;
    }

    @Override
    public int words() {
        return 1;
    }

    @Override
    public void single(int code, long[] state, int at) {
        state[at] = code == MISSING ? pack(values.length, 0, 1) : pack(code, code + 1, 0);
    }

    @Override
    public void unite(long[] state, int at, long[] other, int otherAt) {
        state[at] = union(state[at], other[otherAt]);
    }

    private static long union(long a, long b) {
        return pack(Math.min(lowest(a), lowest(b)), Math.max(highest(a), highest(b)) + 1, (a | b) & 1);
    }

    @Override
    public double loss(long[] state, int at) {
        return loss(state[at]);
    }

    @Override
    public double jointLoss(long[] state, int at, long[] other, int otherAt) {
        return loss(union(state[at], other[otherAt]));
    }

    private double loss(long word) {
        int high = highest(word);
        if (high < 0) {
            return 0;
        }
        double span = range == 0 ? 0 : (values[high] - values[lowest(word)]) / range;
        return missing(word) ? (1 + span) / 2 : span;
    }

    @Override
    public int values() {
        return values.length;
    }

    @Override
    public int[] ranks(long[] state, int at, int[] present, long[] rows) {
        return IntStream.range(0, present.length).toArray();
    }
}
