package io.lepton.fairness.counting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was counted of one group: the weight of its rows by label, prediction and score bin, the sum of scores in each, how often predictions of several
 * classes came true, the probabilities of all of them, and sums of residuals where labels are no classes. Tallies of parts of the rows add up. A row costs one look into a table.
 */
public final class GroupTally implements Serializable {
    @Serial
    private static final long serialVersionUID = 7L;

    /** The label and prediction of rows that lack either, or a score that is needed. */
    public static final int UNUSABLE = -2;
    /** The label and prediction of rows where one is no class. */
    public static final int NO_CLASS = -1;

    /** Higher numbers are no classes. */
    static final int LARGEST_CLASS = 999;

    private static final int CODE_BITS = 16;
    /** In as many cells scores of a small group are told apart as they are; those of a larger one by coarse bins. */
    private static final int MOST_FINE = 4096;

    private Cells cells = new Cells();
    /** Bits of a fine bin's number that are not told apart: none, or all that coarse bins lack. */
    private int dropped;

    private long rows;
    private double weight;
    private double squaredWeight;
    private final Confidences confidences = new Confidences();
    private final ClassScores classScores = new ClassScores();
    private final ResidualSums residuals = new ResidualSums();

    /** Counts a row that cannot be used. */
    void addUnusable() {
        cells.add(key(UNUSABLE, UNUSABLE, 0), 1, 0, 0);
        count(1);
    }

    /**
     * Counts a row of several classes.
     *
     * @param probability of the class that is predicted; NaN, or no probability, where it is not known
     */
    void addClasses(int label, int predicted, double probability, double rowWeight) {
        cells.add(key(label, predicted, 0), rowWeight, 0, 0);
        confidences.add(predicted, label == predicted, probability, rowWeight);
        count(rowWeight);
    }

    /**
     * Counts the probabilities of all classes of a row that was counted as one of several.
     *
     * @param probabilities from {@code at} on; see {@link ClassScores#add}
     */
    void addProbabilities(int label, double[] probabilities, int at, int classes, double rowWeight) {
        classScores.add(label, probabilities, at, classes, rowWeight);
    }

    /**
     * Counts a row of two classes. Both labels share a cell: they are found at the same scores.
     *
     * @param bin fine, see {@link ScoreBins}
     * @param predicted 0 or 1
     */
    void addBinary(boolean positive, int predicted, int bin, double score, double rowWeight) {
        cells.add(
                key(0, predicted, bin >> dropped),
                positive ? 0 : rowWeight,
                positive ? rowWeight : 0,
                rowWeight * score);
        count(rowWeight);
        coarsenIfLarge();
    }

    private void coarsenIfLarge() {
        if (dropped == 0 && cells.size() > MOST_FINE) {
            coarsen();
        }
    }

    private void coarsen() {
        Cells coarse = new Cells();
        cells.forEach((key, cellWeight, positive, score) -> coarse.add(coarse(key), cellWeight, positive, score));
        cells = coarse;
        dropped = ScoreBins.FINE_BITS;
    }

    private static long coarse(long key) {
        return key >>> Integer.SIZE << Integer.SIZE | (int) key >> ScoreBins.FINE_BITS & 0xFFFF_FFFFL;
    }

    /** See {@link Cells#look}. */
    long look(int predicted, int bin) {
        return cells.look(key(0, predicted, bin >> dropped));
    }

    /** Counts a row whose label or prediction is any number. */
    void addNumbers(double label, double prediction, double rowWeight) {
        cells.add(key(NO_CLASS, NO_CLASS, 0), rowWeight, 0, 0);
        residuals.add(label, prediction, rowWeight);
        count(rowWeight);
    }

    private void count(double rowWeight) {
        rows++;
        weight += rowWeight;
        squaredWeight += rowWeight * rowWeight;
    }

    public void addAll(GroupTally other) {
        if (dropped < other.dropped) {
            coarsen();
        }
        boolean finer = dropped > other.dropped;
        other.cells.forEach((key, cellWeight, positive, score) ->
                cells.add(finer ? coarse(key) : key, cellWeight, positive, score));
        coarsenIfLarge();
        rows += other.rows;
        weight += other.weight;
        squaredWeight += other.squaredWeight;
        confidences.addAll(other.confidences);
        classScores.addAll(other.classScores);
        residuals.addAll(other.residuals);
    }

    void write(DataOutput out) throws IOException {
        cells.write(out);
        out.writeInt(dropped);
        out.writeLong(rows);
        out.writeDouble(weight);
        out.writeDouble(squaredWeight);
        confidences.write(out);
        classScores.write(out);
        residuals.write(out);
    }

    /** What was written. */
    static GroupTally read(DataInput in) throws IOException {
        GroupTally tally = new GroupTally();
        tally.cells.read(in);
        tally.dropped = in.readInt();
        tally.rows = in.readLong();
        tally.weight = in.readDouble();
        tally.squaredWeight = in.readDouble();
        tally.confidences.read(in);
        tally.classScores.read(in);
        tally.residuals.read(in);
        return tally;
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

    /** The same of all rows but those of a part. */
    public double rowsPerWeightWithout(GroupTally part) {
        return (weight - part.weight) / (squaredWeight - part.squaredWeight);
    }

    /** The same counts by label and prediction, whatever the score: a few cells, quick to go through. */
    public GroupTally withoutScores() {
        GroupTally coarse = new GroupTally();
        cells.forEach((key, cellWeight, positive, score) ->
                coarse.cells.add(key >>> Integer.SIZE << Integer.SIZE, cellWeight, positive, score));
        coarse.rows = rows;
        coarse.weight = weight;
        coarse.squaredWeight = squaredWeight;
        coarse.confidences.addAll(confidences);
        coarse.residuals.addAll(residuals);
        return coarse;
    }

    /** Labels and predictions that any row has, {@link #UNUSABLE} and {@link #NO_CLASS} among them. */
    public SortedSet<Integer> classes() {
        SortedSet<Integer> classes = new TreeSet<>();
        cells.forEach((key, cellWeight, positive, score) -> {
            if (cellWeight > 0 || label(key) < 0) {
                classes.add(label(key));
            }
            if (positive > 0) {
                classes.add(1);
            }
            classes.add(predicted(key));
        });
        return classes;
    }

    /** Weight of the rows that have the label, whatever was predicted. */
    public double labelled(int label) {
        return weight((found, predicted) -> found == label);
    }

    /** Weight of the rows that have the prediction, whatever is true. */
    public double predicted(int predicted) {
        return weight((label, found) -> found == predicted);
    }

    /** Weight of the rows of a label for which a class was predicted. */
    public double cell(int label, int predicted) {
        return weight((foundLabel, foundPrediction) -> foundLabel == label && foundPrediction == predicted);
    }

    /** Which labels and predictions count. */
    @FunctionalInterface
    private interface Wanted {
        boolean test(int label, int predicted);
    }

    private double weight(Wanted wanted) {
        double[] sum = {0};
        cells.forEach((key, cellWeight, positive, score) -> {
            sum[0] += wanted.test(label(key), predicted(key)) ? cellWeight : 0;
            sum[0] += wanted.test(1, predicted(key)) ? positive : 0;
        });
        return sum[0];
    }

    /**
     * Rows that were judged alike.
     *
     * @param weight of those of one score bin
     */
    public record Judged(int label, int predicted, double weight) {}

    /** What was predicted for which label; rows of other score bins are apart. */
    public List<Judged> judged() {
        List<Judged> judged = new ArrayList<>(cells.size());
        cells.forEach((key, cellWeight, positive, score) -> {
            if (cellWeight > 0) {
                judged.add(new Judged(label(key), predicted(key), cellWeight));
            }
            if (positive > 0) {
                judged.add(new Judged(1, predicted(key), positive));
            }
        });
        return judged;
    }

    /** Scores of the rows labelled 0 or 1. */
    public ScoreHistogram histogram() {
        return histogramIn(this);
    }

    /** The same in the bins of a tally that this one is part of. */
    public ScoreHistogram histogramIn(GroupTally whole) {
        boolean finer = whole.dropped > dropped;
        ScoreHistogram.Builder builder = new ScoreHistogram.Builder(cells.size());
        cells.forEach((key, cellWeight, positive, score) -> {
            int bin = (int) (finer ? coarse(key) : key);
            if (label(key) == 0) {
                builder.add(bin, cellWeight, positive, score);
            } else if (label(key) == 1) {
                builder.add(bin, 0, cellWeight, score);
            }
        });
        return builder.build();
    }

    /** How often predictions came true; of two classes their scores tell more. */
    public Confidences confidences() {
        return confidences;
    }

    /** The probabilities of all of several classes. */
    public ClassScores classScores() {
        return classScores;
    }

    /** Sums over all rows as numbers, classes among them. */
    public ResidualSums residuals() {
        ResidualSums sums = new ResidualSums();
        sums.addAll(residuals);
        cells.forEach((key, cellWeight, positive, score) -> {
            if (label(key) >= 0 && cellWeight > 0) {
                sums.add(label(key), predicted(key), cellWeight);
            }
            if (positive > 0) {
                sums.add(1, predicted(key), positive);
            }
        });
        return sums;
    }
}
