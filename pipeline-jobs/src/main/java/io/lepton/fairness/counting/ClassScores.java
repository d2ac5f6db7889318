package io.lepton.fairness.counting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;

/**
 * The probabilities of all classes of several: how each class's are spread over the rows that are labelled with it and over the others, and what rows
 * lost by all of them together. A row costs an addition a class. The classes of one audit share the memory that those of {@value #FINE_CLASSES}
 * take: of more of them bins are wider.
 */
public final class ClassScores implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Of more classes nothing is counted: bins would be too wide to rank by. */
    public static final int MOST_CLASSES = 64;

    /** As many have the bins of {@link ScoreBins}; of twice as many bins are twice as wide. */
    private static final int FINE_CLASSES = 4;
    /** As near to 0 as the probability of what came true counts. */
    private static final double NEAREST = 1e-15;

    private final Cells cells = new Cells();
    private final JointScores joint = new JointScores();
    private final Moments squares = new Moments();
    private final Moments logarithms = new Moments();
    private double unknown;
    /** Of the row that is counted. */
    private transient int[] bins;

    /**
     * Counts a row.
     *
     * @param label from 0 on
     * @param probabilities of the classes, from {@code at} on; a row of which one is no probability is counted as unknown
     */
    void add(int label, double[] probabilities, int at, int classes, double weight) {
        double square = 0;
        for (int k = 0; k < classes; k++) {
            double probability = probabilities[at + k];
            if (!Confidences.isProbability(probability)) {
                unknown += weight;
                return;
            }
            double missed = (k == label ? 1 : 0) - probability;
            square += missed * missed;
        }
        int coarser = coarser(classes);
        if (bins == null || bins.length != classes) {
            bins = new int[classes];
        }
        for (int k = 0; k < classes; k++) {
            double probability = Math.max(0, Math.min(1, probabilities[at + k]));
            bins[k] = ScoreBins.coarse(probability) >> coarser;
            cells.add(key(k, bins[k]), k == label ? 0 : weight, k == label ? weight : 0, weight * probability);
        }
        if (weight > 0) {
            joint.add(label, bins, weight);
        }
        squares.add(square, weight);
        // A label beyond the classes was held to be impossible.
        logarithms.add(-Math.log(Math.max(NEAREST, label < classes ? probabilities[at + label] : 0)), weight);
    }

    /** How many bits fewer tell bins apart. */
    private static int coarser(int classes) {
        int bits = 0;
        while (FINE_CLASSES << bits < classes) {
            bits++;
        }
        return bits;
    }

    private static long key(int each, int bin) {
        return (long) each << Integer.SIZE | bin;
    }

    void addAll(ClassScores others) {
        others.cells.forEach(cells::add);
        joint.addAll(others.joint);
        squares.addAll(others.squares);
        logarithms.addAll(others.logarithms);
        unknown += others.unknown;
    }

    void write(DataOutput out) throws IOException {
        cells.write(out);
        joint.write(out);
        squares.write(out);
        logarithms.write(out);
        out.writeDouble(unknown);
    }

    /** Takes the place of what is here. */
    void read(DataInput in) throws IOException {
        cells.read(in);
        joint.read(in);
        squares.read(in);
        logarithms.read(in);
        unknown = in.readDouble();
    }

    /** Whether there are rows, and all probabilities of each are known. */
    public boolean known() {
        return cells.size() > 0 && unknown == 0;
    }

    /** Of all rows by a class's probability; those labelled with it are the positives. */
    public ScoreHistogram of(int wanted) {
        ScoreHistogram.Builder builder = new ScoreHistogram.Builder(cells.size());
        cells.forEach((key, others, labelled, score) -> {
            if (key >>> Integer.SIZE == wanted) {
                builder.add((int) key, others, labelled, score);
            }
        });
        return builder.build();
    }

    /** How the probabilities of the classes lie together. */
    public JointScores joint() {
        return joint;
    }

    /** Of rows' squared distances of probability and label, added up over the classes: 0 to 2 (Brier 1950). */
    public Moments squares() {
        return squares;
    }

    /** Of rows' negative logarithms of the probability of what came true, in nats. */
    public Moments logarithms() {
        return logarithms;
    }
}
