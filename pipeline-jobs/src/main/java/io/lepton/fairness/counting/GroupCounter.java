package io.lepton.fairness.counting;

import io.lepton.columns.ColumnBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Counts rows by the finest groups of protected attributes, block by block, for one task. */
final class GroupCounter {
    private final AuditTask task;
    private final List<String> attributes;
    private int[][] names = {};
    private final GroupTree tree = new GroupTree();
    private final BinaryRows binary = new BinaryRows();
    private Optional<ColumnBlock> block = Optional.empty();
    private int looked = GroupLimits.MOST_GROUPS;
    private boolean full;

    /** @param attributes whose groups' names are the first columns of the blocks */
    GroupCounter(AuditTask task, List<String> attributes) {
        this.task = task;
        this.attributes = List.copyOf(attributes);
    }

    /**
     * Its rows are those that are counted next.
     *
     * @param codes of the groups' names, by attribute and row
     */
    void begin(ColumnBlock next, int[][] codes) {
        block = Optional.of(next);
        names = codes;
    }

    /**
     * Counts a row of the block; NaN where there is no number.
     *
     * @param label not NaN unless the prediction is
     */
    void count(int row, double label, double prediction, double score, double weight) {
        GroupTally tally = tree.of(names, row);
        boolean two = task.mayBeBinary() && (label == 0 || label == 1) && (prediction == 0 || prediction == 1);
        if (Double.isNaN(prediction) || two && Double.isNaN(score) || !(weight >= 0)) {
            tally.addUnusable();
        } else if (two) {
            binary.add(tally, label == 1, (int) prediction, score, weight);
        } else if (task.mayBeClasses() && isClass(label) && isClass(prediction)) {
            // Where nobody told what scores are, rows of two of the classes are counted as two classes are.
            double probability = task.kind() == AuditTask.Kind.GUESSED ? Double.NaN : score;
            tally.addClasses((int) label, (int) prediction, probability, weight);
        } else {
            tally.addNumbers(label, prediction, weight);
        }
    }

    /**
     * Counts a row of several classes with the probabilities of all.
     *
     * @param label not NaN unless the prediction is
     * @param probabilities of the classes, from {@code at} on
     */
    void countClasses(int row, double label, double predicted, double[] probabilities, int at, double weight) {
        boolean isPredicted = predicted >= 0 && predicted < task.classes();
        count(row, label, predicted, isPredicted ? probabilities[at + (int) predicted] : Double.NaN, weight);
        if (isClass(label) && isClass(predicted) && weight >= 0) {
            tree.of(names, row).addProbabilities((int) label, probabilities, at, task.classes(), weight);
        }
    }

    private static boolean isClass(double value) {
        return value >= 0 && value <= GroupTally.LARGEST_CLASS && value == Math.rint(value);
    }

    /** Must be told when the rows of a block that are counted for now are. */
    void end() {
        binary.count();
        if (tree.size() > looked) {
            full = GroupLimits.tooMany(tallies().keySet(), attributes).isPresent();
            looked = 2 * tree.size();
        }
    }

    /** Whether there are so many groups already that the audit refuses them: no task needs to fail, and be tried again. */
    boolean isFull() {
        return full;
    }

    /** The tallies by the names of their groups. */
    HashMap<List<String>, GroupTally> tallies() {
        return block.map(any -> tree.named(any, attributes.size())).orElseGet(HashMap::new);
    }
}
