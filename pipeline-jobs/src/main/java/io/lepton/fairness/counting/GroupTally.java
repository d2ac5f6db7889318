package io.lepton.fairness.counting;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was counted of one group: the weight of its rows by label, prediction and score bin, the sum of scores in each, and sums of residuals where
 * labels are no classes. Tallies of parts of the rows add up. Cells are kept in an open-addressed table of primitives: a row costs one look
 * into it.
 */
public final class GroupTally implements Serializable {
    @Serial
    private static final long serialVersionUID = 2L;

    /** The label and prediction of rows that lack either, or a score that is needed. */
    public static final int UNUSABLE = -2;
    /** The label and prediction of rows where one is no class. */
    public static final int NO_CLASS = -1;

    /** Higher numbers are no classes. */
    static final int LARGEST_CLASS = 999;

    private static final long NO_KEY = -1;
    private static final int CODE_BITS = 16;
    private static final int FIRST_CAPACITY = 16;

    private long[] keys = emptyKeys(FIRST_CAPACITY);
    private double[] weights = new double[FIRST_CAPACITY];
    private double[] scores = new double[FIRST_CAPACITY];
    private int cells;
    private long rows;
    private double weight;
    private double squaredWeight;
    private final ResidualSums residuals = new ResidualSums();

    private static long[] emptyKeys(int capacity) {
        long[] keys = new long[capacity];
        Arrays.fill(keys, NO_KEY);
        return keys;
    }

    /**
     * Counts a row whose label and prediction are classes.
     *
     * @param label number of its class, or {@link #UNUSABLE}
     * @param predicted likewise
     * @param bin of its score
     */
    void add(int label, int predicted, int bin, double score, double rowWeight) {
        add(key(label, predicted, bin), rowWeight, rowWeight * score);
        count(rowWeight);
    }

    /** Counts a row whose label or prediction is any number. */
    void addNumbers(double label, double prediction, double rowWeight) {
        add(key(NO_CLASS, NO_CLASS, 0), rowWeight, 0);
        residuals.add(label, prediction, rowWeight);
        count(rowWeight);
    }

    private void count(double rowWeight) {
        rows++;
        weight += rowWeight;
        squaredWeight += rowWeight * rowWeight;
    }

    public void addAll(GroupTally other) {
        for (int i = 0; i < other.keys.length; i++) {
            if (other.keys[i] != NO_KEY) {
                add(other.keys[i], other.weights[i], other.scores[i]);
            }
        }
        rows += other.rows;
        weight += other.weight;
        squaredWeight += other.squaredWeight;
        residuals.addAll(other.residuals);
    }

    /** Label and prediction above, the bin below: their codes are at least −2. */
    private static long key(int label, int predicted, int bin) {
        return (long) (label + 2 << CODE_BITS - 1 | predicted + 2) << Integer.SIZE | bin & 0xFFFF_FFFFL;
    }

    private static int label(long key) {
        return (int) (key >>> Integer.SIZE + CODE_BITS - 1) - 2;
    }

    private static int predicted(long key) {
        return (int) (key >>> Integer.SIZE & (1 << CODE_BITS - 1) - 1) - 2;
    }

    private void add(long key, double rowWeight, double weightedScore) {
        int at = place(key);
        if (keys[at] == NO_KEY) {
            if (2 * ++cells > keys.length) {
                grow();
                at = place(key);
            }
            keys[at] = key;
        }
        weights[at] += rowWeight;
        scores[at] += weightedScore;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        int at = (int) (mixed >>> Integer.SIZE) & mask;
        while (keys[at] != NO_KEY && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        double[] oldWeights = weights;
        double[] oldScores = scores;
        keys = emptyKeys(2 * oldKeys.length);
        weights = new double[keys.length];
        scores = new double[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != NO_KEY) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                weights[at] = oldWeights[i];
                scores[at] = oldScores[i];
            }
        }
    }

    public long rows() {
        return rows;
    }

    /** Of all rows; their number where they are not weighted. */
    public double weight() {
        return weight;
    }

    /**
     * How many rows a weight of 1 tells as much as: 1 where rows are not weighted, else Kish's effective sample size (1965) divided by the
     * weight.
     */
    public double rowsPerWeight() {
        return weight / squaredWeight;
    }

    /** Labels and predictions that any row has, {@link #UNUSABLE} and {@link #NO_CLASS} among them. */
    public SortedSet<Integer> classes() {
        SortedSet<Integer> classes = new TreeSet<>();
        for (long key : keys) {
            if (key != NO_KEY) {
                classes.add(label(key));
                classes.add(predicted(key));
            }
        }
        return classes;
    }

    /** Weight of the rows that have the label, whatever was predicted. */
    public double labelled(int label) {
        double sum = 0;
        for (int i = 0; i < keys.length; i++) {
            sum += keys[i] != NO_KEY && label(keys[i]) == label ? weights[i] : 0;
        }
        return sum;
    }

    /** Weight of the rows that have the prediction, whatever is true. */
    public double predicted(int predicted) {
        double sum = 0;
        for (int i = 0; i < keys.length; i++) {
            sum += keys[i] != NO_KEY && predicted(keys[i]) == predicted ? weights[i] : 0;
        }
        return sum;
    }

    /** Weight of the rows of a label for which a class was predicted. */
    public double cell(int label, int predicted) {
        double sum = 0;
        for (int i = 0; i < keys.length; i++) {
            sum += keys[i] != NO_KEY && label(keys[i]) == label && predicted(keys[i]) == predicted ? weights[i] : 0;
        }
        return sum;
    }

    /**
     * Rows that were judged alike.
     *
     * @param weight of those of one score bin
     */
    public record Judged(int label, int predicted, double weight) {}

    /** What was predicted for which label; rows of other score bins are apart. */
    public List<Judged> judged() {
        List<Judged> judged = new ArrayList<>(cells);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != NO_KEY) {
                judged.add(new Judged(label(keys[i]), predicted(keys[i]), weights[i]));
            }
        }
        return judged;
    }

    /** Scores of the rows labelled 0 or 1. */
    public ScoreHistogram histogram() {
        ScoreHistogram.Builder builder = new ScoreHistogram.Builder(cells);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != NO_KEY && (label(keys[i]) == 0 || label(keys[i]) == 1)) {
                builder.add((int) keys[i], label(keys[i]) == 1, weights[i], scores[i]);
            }
        }
        return builder.build();
    }

    /** Sums over all rows as numbers, classes among them. */
    public ResidualSums residuals() {
        ResidualSums sums = new ResidualSums();
        sums.addAll(residuals);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != NO_KEY && label(keys[i]) >= 0) {
                sums.add(label(keys[i]), predicted(keys[i]), weights[i]);
            }
        }
        return sums;
    }
}
