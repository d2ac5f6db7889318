package io.lepton.fairness.counting;

import io.lepton.columns.ColumnBlock;
import io.lepton.columns.ColumnScan;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts rows by the finest groups of protected attributes, in one pass without an object a row: each task folds its rows into a tally a group, tallies
 * are added up where the rows lie, and the driver gets one a group.
 *
 * @param task what labels and predictions are
 * @param groups the name of a row's group of each attribute (string)
 * @param numbers label, prediction, score and weight (double, NaN for none); behind them the probabilities of all classes, or nothing
 */
public record GroupCounting(Dataset<Row> rows, AuditTask task, Map<String, Column> groups, List<Column> numbers) {
    /** Of a row of any task. */
    private static final int NUMBERS = 4;

    public GroupCounting {
        if (numbers.size() != NUMBERS && !(task.countsProbabilities() && numbers.size() == NUMBERS + task.classes())) {
            throw new IllegalArgumentException(numbers.size() + " numbers are not those of " + task);
        }
    }

    /** Of too many groups, which {@link GroupLimits} refuses, not all are counted. */
    public CountedGroups counted() {
        List<Column> columns = new ArrayList<>(groups.values());
        columns.addAll(numbers);
        List<String> attributes = List.copyOf(groups.keySet());
        Fold fold = new Fold(task, attributes, numbers.size() > NUMBERS);
        return ColumnScan.of(rows.select(columns.toArray(Column[]::new)))
                .mapBlocks(fold)
                .treeAggregate(CountedGroups.none(), fold::added, fold::added);
    }

    private record Fold(AuditTask task, List<String> attributes, boolean hasProbabilities)
            implements ColumnScan.BlockFunction<CountedGroups> {
        @Serial
        private static final long serialVersionUID = 9L;

        @Override
        public Iterator<CountedGroups> of(Iterator<ColumnBlock> blocks) {
            int size = attributes.size();
            LabelledGroupCounter counter = new LabelledGroupCounter(task, attributes);
            while (blocks.hasNext() && !counter.isFull()) {
                ColumnBlock block = blocks.next();
                counter.begin(block);
                double[] predictions = block.numbers(size + 1);
                double[] scores = block.numbers(size + 2);
                double[] weights = block.numbers(size + 3);
                double[] probabilities = probabilities(block);
                for (int row = 0; row < block.rows(); row++) {
                    if (hasProbabilities) {
                        counter.countClasses(row, predictions[row], probabilities, row * task.classes(), weights[row]);
                    } else {
                        counter.count(row, predictions[row], scores[row], weights[row]);
                    }
                }
                counter.end();
            }
            return List.of(counter.groups()).iterator();
        }

        /** Those of a row beside each other. */
        private double[] probabilities(ColumnBlock block) {
            int classes = hasProbabilities ? task.classes() : 0;
            double[] all = new double[classes * block.rows()];
            for (int k = 0; k < classes; k++) {
                double[] ofClass = block.numbers(attributes.size() + NUMBERS + k);
                for (int row = 0; row < block.rows(); row++) {
                    all[row * classes + k] = ofClass[row];
                }
            }
            return all;
        }

        CountedGroups added(CountedGroups some, CountedGroups others) {
            return isFull(some.labelled()) || isFull(some.unlabelled()) ? some : some.addAll(others);
        }

        private boolean isFull(Map<List<String>, GroupTally> tallies) {
            return GroupLimits.tooMany(tallies.keySet(), attributes).isPresent();
        }
    }
}
