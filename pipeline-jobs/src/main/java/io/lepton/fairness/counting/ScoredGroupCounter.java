package io.lepton.fairness.counting;

import io.lepton.columns.ColumnBlock;
import java.util.List;

/** Counts rows by the finest groups while they are scored, block by block, for one task. */
public final class ScoredGroupCounter {
    /** Stands for a label that is not known; NaN is a label that cannot be used. */
    public static final double NO_LABEL = Double.NEGATIVE_INFINITY;

    private final int labelColumn;
    private final GroupCounter labelled;
    private final GroupCounter unlabelled;
    private double[] labels = {};

    /** @param attributes whose groups' names are the first columns of the blocks; the label's number is the next */
    public ScoredGroupCounter(AuditTask task, List<String> attributes) {
        labelColumn = attributes.size();
        labelled = new GroupCounter(task, attributes);
        unlabelled = new GroupCounter(task, attributes);
    }

    /** Its rows are those that are counted next. */
    public void begin(ColumnBlock block) {
        labelled.begin(block);
        unlabelled.begin(block);
        labels = block.numbers(labelColumn);
    }

    /** Counts a row of the block; of too many groups, which the audit refuses, no more are counted. */
    public void count(int row, double prediction, double score) {
        double label = labels[row];
        if (labelled.isFull() || unlabelled.isFull()) {
            return;
        }
        if (label == NO_LABEL) {
            unlabelled.count(row, prediction, prediction, score, 1);
        } else {
            labelled.count(row, label, prediction, score, 1);
        }
    }

    /** Must be told when the rows of a block that are counted for now are. */
    public void end() {
        labelled.end();
        unlabelled.end();
    }

    public ScoredGroups groups() {
        return new ScoredGroups(labelled.tallies(), unlabelled.tallies());
    }
}
