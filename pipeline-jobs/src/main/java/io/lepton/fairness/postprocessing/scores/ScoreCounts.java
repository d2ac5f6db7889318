package io.lepton.fairness.postprocessing.scores;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How much the negatives and positives weigh at each score. Up to a bound, every distinct score is kept apart. Beyond, neighbours are
 * joined: scores are ordered as 64-bit integers whose low bits are cut, one bit more each time that the bound is reached, so that a bin
 * is a range of scores of one relative width, bins of two counts nest, and counts can be merged in any order. What lies above the edge
 * of a bin stays exact: only cuts within a bin can't be told.
 *
 * <p>Mutable, as Spark's aggregates want it. 24 bytes a slot; with 65,536 scores at most 3 MB.
 */
public final class ScoreCounts implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Beyond all numbers' places in the order. */
    private static final long EMPTY = Long.MIN_VALUE;

    private static final int FIRST_SLOTS = 16;

    private final int most;
    private int shift;
    private int size;
    private long[] keys = empty(FIRST_SLOTS);
    private double[] negatives = new double[FIRST_SLOTS];
    private double[] positives = new double[FIRST_SLOTS];

    /** @param most scores that are kept apart, at least 2 */
    public ScoreCounts(int most) {
        this.most = most;
    }

    private static long[] empty(int slots) {
        long[] keys = new long[slots];
        Arrays.fill(keys, EMPTY);
        return keys;
    }

    /** @param score finite */
    public void add(double score, boolean positive, double weight) {
        put(ordered(score) >> shift, positive ? 0 : weight, positive ? weight : 0);
    }

    /** Adds what another counted. */
    public ScoreCounts addAll(ScoreCounts other) {
        while (shift < other.shift) {
            coarsen();
        }
        for (int slot = 0; slot < other.keys.length; slot++) {
            if (other.keys[slot] != EMPTY) {
                // The shift may grow while slots are put.
                put(other.keys[slot] >> (shift - other.shift), other.negatives[slot], other.positives[slot]);
            }
        }
        return this;
    }

    /** The counts in ascending order of scores. */
    public ScoreTable table() {
        long[] sorted = Arrays.stream(keys).filter(key -> key != EMPTY).sorted().toArray();
        double[] low = new double[sorted.length];
        double[] high = new double[sorted.length];
        double[] negative = new double[sorted.length];
        double[] positive = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            low[i] = score(sorted[i] << shift);
            high[i] = score(((sorted[i] + 1) << shift) - 1);
            int slot = slot(sorted[i]);
            negative[i] = negatives[slot];
            positive[i] = positives[slot];
        }
        return new ScoreTable(low, high, negative, positive);
    }

    private void put(long key, double negative, double positive) {
        int slot = slot(key);
        if (keys[slot] == EMPTY) {
            if (size == most) {
                coarsen();
                put(key >> 1, negative, positive);
                return;
            }
            keys[slot] = key;
            size++;
        }
        negatives[slot] += negative;
        positives[slot] += positive;
        if (2 * size > keys.length) {
            rehash(2 * keys.length, 0);
        }
    }

    private void coarsen() {
        shift++;
        rehash(keys.length, 1);
    }

    private void rehash(int slots, int cut) {
        long[] oldKeys = keys;
        double[] oldNegatives = negatives;
        double[] oldPositives = positives;
        keys = empty(slots);
        negatives = new double[slots];
        positives = new double[slots];
        size = 0;
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != EMPTY) {
                long key = oldKeys[old] >> cut;
                int slot = slot(key);
                size += keys[slot] == EMPTY ? 1 : 0;
                keys[slot] = key;
                negatives[slot] += oldNegatives[old];
                positives[slot] += oldPositives[old];
            }
        }
    }

    /** Where the key is, or may be put: linear probing in a table that is at least half empty. */
    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L; // Fibonacci hashing (Knuth, volume 3, 6.4)
        int mask = keys.length - 1;
        int slot = (int) (mixed >>> 32) & mask;
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** An integer that is ordered as the numbers are; −0 is 0. */
    private static long ordered(double number) {
        long bits = Double.doubleToRawLongBits(number);
        return bits < 0 ? -(bits & Long.MAX_VALUE) : bits;
    }

    /** The outermost bins' ranges may reach beyond the numbers. */
    private static double score(long ordered) {
        long number = Math.max(ordered(-Double.MAX_VALUE), Math.min(ordered(Double.MAX_VALUE), ordered));
        return number < 0 ? -Double.longBitsToDouble(-number) : Double.longBitsToDouble(number);
    }
}
