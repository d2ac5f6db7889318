package io.lepton.fairness.counting;

import io.lepton.columns.ColumnBlock;
import io.lepton.columns.ColumnScan;
import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
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
    public Map<List<String>, GroupTally> tallies() {
        List<Column> columns = new ArrayList<>(groups.values());
        columns.addAll(numbers);
        List<String> attributes = List.copyOf(groups.keySet());
        Fold fold = new Fold(task, attributes);
        return ColumnScan.of(rows.select(columns.toArray(Column[]::new)))
                .mapBlocks(fold)
                .treeAggregate(new HashMap<>(), fold::added, fold::added);
    }

    private record Fold(AuditTask task, List<String> attributes)
            implements ColumnScan.BlockFunction<HashMap<List<String>, GroupTally>> {
        @Serial
        private static final long serialVersionUID = 6L;

        @Override
        public Iterator<HashMap<List<String>, GroupTally>> of(Iterator<ColumnBlock> blocks) {
            int size = attributes.size();
            GroupCounter counter = new GroupCounter(task, attributes);
            while (blocks.hasNext() && !counter.isFull()) {
                ColumnBlock block = blocks.next();
                counter.begin(block);
                double[] labels = block.numbers(size);
                double[] predictions = block.numbers(size + 1);
                double[] scores = block.numbers(size + 2);
                double[] weights = block.numbers(size + 3);
                for (int row = 0; row < block.rows(); row++) {
                    counter.count(row, labels[row], predictions[row], scores[row], weights[row]);
                }
                counter.end();
            }
            return List.of(counter.tallies()).iterator();
        }

        HashMap<List<String>, GroupTally> added(
                HashMap<List<String>, GroupTally> some, HashMap<List<String>, GroupTally> others) {
            if (GroupLimits.tooMany(some.keySet(), attributes).isEmpty()) {
                others.forEach((group, tally) ->
                        some.computeIfAbsent(group, name -> new GroupTally()).addAll(tally));
            }
            return some;
        }
    }
}
