package io.lepton.fairness.counting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How often predictions of several classes came true, by the class that is predicted and its probability, which lies in one of ten bins of equal
 * width. A row costs an addition to three numbers, whatever the number of classes.
 */
public final class Confidences implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    static final int BINS = 10;
    /** Of a bin: weight of the rows that were predicted wrong, of those predicted right, and the weighted sum of probabilities. */
    private static final int NUMBERS = 3;

    private static final int OF_A_CLASS = BINS * NUMBERS;
    /** By which a probability may miss 0 or 1: it was added up from many. */
    private static final double ROUNDING = 1e-9;

    private double[] sums = {};
    private double unknown;

    /** @param probability of the class that is predicted; whatever is none is counted as unknown */
    void add(int predicted, boolean right, double probability, double weight) {
        if (!isProbability(probability)) {
            unknown += weight;
            return;
        }
        reach((predicted + 1) * OF_A_CLASS);
        int bin = Math.max(0, Math.min(BINS - 1, (int) (probability * BINS)));
        int at = predicted * OF_A_CLASS + bin * NUMBERS;
        sums[at + (right ? 1 : 0)] += weight;
        sums[at + 2] += weight * probability;
    }

    static boolean isProbability(double value) {
        return value >= -ROUNDING && value <= 1 + ROUNDING;
    }

    private void reach(int length) {
        if (sums.length < length) {
            sums = Arrays.copyOf(sums, length);
        }
    }

    void addAll(Confidences others) {
        reach(others.sums.length);
        for (int i = 0; i < others.sums.length; i++) {
            sums[i] += others.sums[i];
        }
        unknown += others.unknown;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(unknown);
        out.writeInt(sums.length);
        for (double sum : sums) {
            out.writeDouble(sum);
        }
    }

    /** Takes the place of what is here. */
    void read(DataInput in) throws IOException {
        unknown = in.readDouble();
        sums = new double[in.readInt()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.readDouble();
        }
    }

    /** Whether there are rows, and the probability of each prediction is known. */
    public boolean known() {
        return sums.length > 0 && unknown == 0;
    }

    /** Of all rows by their probability; those predicted right are the positives. */
    public ScoreHistogram all() {
        return histogram(0, sums.length / OF_A_CLASS);
    }

    /** The same of the rows for which a class was predicted. */
    public ScoreHistogram of(int predicted) {
        return (predicted + 1) * OF_A_CLASS > sums.length ? histogram(0, 0) : histogram(predicted, predicted + 1);
    }

    private ScoreHistogram histogram(int firstClass, int endOfClasses) {
        ScoreHistogram.Builder builder = new ScoreHistogram.Builder((endOfClasses - firstClass) * BINS);
        for (int bin = firstClass * BINS; bin < endOfClasses * BINS; bin++) {
            int at = bin * NUMBERS;
            builder.add(bin % BINS, sums[at], sums[at + 1], sums[at + 2]);
        }
        return builder.build();
    }
}
