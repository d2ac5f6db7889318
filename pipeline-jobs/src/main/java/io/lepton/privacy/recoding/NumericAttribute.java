package io.lepton.privacy.recoding;

/**
 * A number or a date: a set is a range, its cost span / range of the whole column. Mixing missing and present values costs
 * (1 + span/range) / 2: half of what could be known, whether there is a value at all, is gone.
 */
public final class NumericAttribute implements Attribute {
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

    static int low(long word) {
        return (int) (word >>> 33);
    }

    static int high(long word) {
        return (int) ((word >>> 1) & 0xffffffffL) - 1;
    }

    static boolean missing(long word) {
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
        return pack(Math.min(low(a), low(b)), Math.max(high(a), high(b)) + 1, (a | b) & 1);
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
        int high = high(word);
        if (high < 0) {
            return 0;
        }
        double span = range == 0 ? 0 : (values[high] - values[low(word)]) / range;
        return missing(word) ? (1 + span) / 2 : span;
    }

    @Override
    public int values() {
        return values.length;
    }

    @Override
    public int[] ranks(long[] state, int at, long[] weights) {
        int[] ranks = new int[values.length];
        for (int code = 0; code < ranks.length; code++) {
            ranks[code] = code;
        }
        return ranks;
    }
}
