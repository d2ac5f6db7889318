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
 * @param numbers label, prediction, score and weight (double, NaN for none)
 */
public record GroupCounting(Dataset<Row> rows, AuditTask task, Map<String, Column> groups, List<Column> numbers) {
    /** Of too many groups, which {@link GroupLimits} refuses, not all are counted. */
    public CountedGroups counted() {
        List<Column> columns = new ArrayList<>(groups.values());
        columns.addAll(numbers);
        List<String> attributes = List.copyOf(groups.keySet());
        Fold fold = new Fold(task, attributes);
        return ColumnScan.of(rows.select(columns.toArray(Column[]::new)))
                .mapBlocks(fold)
                .treeAggregate(CountedGroups.none(), fold::added, fold::added);
    }

    private record Fold(AuditTask task, List<String> attributes) implements ColumnScan.BlockFunction<CountedGroups> {
        @Serial
        private static final long serialVersionUID = 8L;

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
                for (int row = 0; row < block.rows(); row++) {
                    counter.count(row, predictions[row], scores[row], weights[row]);
                }
                counter.end();
            }
            return List.of(counter.groups()).iterator();
        }

        CountedGroups added(CountedGroups some, CountedGroups others) {
            return isFull(some.labelled()) || isFull(some.unlabelled()) ? some : some.addAll(others);
        }

        private boolean isFull(Map<List<String>, GroupTally> tallies) {
            return GroupLimits.tooMany(tallies.keySet(), attributes).isPresent();
        }
    }
}
