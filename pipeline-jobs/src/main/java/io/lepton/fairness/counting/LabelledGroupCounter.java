package io.lepton.fairness.counting;

import io.lepton.columns.ColumnBlock;
import java.util.List;

/** Counts rows by the finest groups, block by block, for one task: those whose label is known, and the others apart. */
public final class LabelledGroupCounter {
    private final int labelColumn;
    private final int[][] names;
    private final GroupCounter labelled;
    private final GroupCounter unlabelled;
    private double[] labels = {};

    /**
     * @param attributes whose groups' names are the first columns of the blocks; the label's number is the next, NaN where it is not
     *     known
     */
    public LabelledGroupCounter(AuditTask task, List<String> attributes) {
        labelColumn = attributes.size();
        names = new int[labelColumn][];
        labelled = new GroupCounter(task, attributes);
        unlabelled = new GroupCounter(task, attributes);
    }

    /** Its rows are those that are counted next. */
    public void begin(ColumnBlock block) {
        for (int i = 0; i < names.length; i++) {
            names[i] = block.codes(i);
        }
        labelled.begin(block, names);
        unlabelled.begin(block, names);
        labels = block.numbers(labelColumn);
    }

    /** Counts a row of the block; of too many groups, which the audit refuses, no more are counted. */
    public void count(int row, double prediction, double score) {
        if (!isFull()) {
            count(row, prediction, score, 1);
        }
    }

    /**
     * Counts a row of several classes, see {@link AuditTask#countsProbabilities}.
     *
     * @param predicted the class's number
     * @param probabilities of all classes, from {@code at} on
     */
    public void countClasses(int row, double predicted, double[] probabilities, int at) {
        if (!isFull()) {
            countClasses(row, predicted, probabilities, at, 1);
        }
    }

    void countClasses(int row, double predicted, double[] probabilities, int at, double weight) {
        double label = labels[row];
        if (Double.isNaN(label)) {
            unlabelled.countClasses(row, predicted, predicted, probabilities, at, weight);
        } else {
            labelled.countClasses(row, label, predicted, probabilities, at, weight);
        }
    }

    /** Counts a row of the block; NaN where there is no number. */
    void count(int row, double prediction, double score, double weight) {
        double label = labels[row];
        if (Double.isNaN(label)) {
            unlabelled.count(row, prediction, prediction, score, weight);
        } else {
            labelled.count(row, label, prediction, score, weight);
        }
    }

    /** Must be told when the rows of a block that are counted for now are. */
    public void end() {
        labelled.end();
        unlabelled.end();
    }

    /** Whether there are so many groups already that the audit refuses them. */
    boolean isFull() {
        return labelled.isFull() || unlabelled.isFull();
    }

    public CountedGroups groups() {
        return new CountedGroups(labelled.tallies(), unlabelled.tallies());
    }
}
