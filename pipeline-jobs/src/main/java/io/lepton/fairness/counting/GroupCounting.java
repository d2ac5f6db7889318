package io.lepton.fairness.counting;

import io.lepton.columns.ColumnBlock;
import io.lepton.columns.ColumnScan;
import io.lepton.error.LeptonException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts rows by the finest groups of protected attributes, in one pass without an object a row: each task folds its rows into a tally a group, tallies
 * are added up where the rows lie, and the driver gets one a group.
 *
 * @param groups the name of a row's group of each attribute (string)
 * @param numbers label, prediction, score and weight (double, NaN for none)
 */
public record GroupCounting(Dataset<Row> rows, Map<String, Column> groups, List<Column> numbers) {
    private static final int MOST_GROUPS = 1000;
    private static final int MOST_FINEST_GROUPS = 100_000;

    /** @throws LeptonException configuration, where an attribute has too many values for groups */
    public Map<List<String>, GroupTally> tallies() {
        List<Column> columns = new ArrayList<>(groups.values());
        columns.addAll(numbers);
        List<String> attributes = List.copyOf(groups.keySet());
        Fold fold = new Fold(attributes);
        Map<List<String>, GroupTally> tallies = ColumnScan.of(rows.select(columns.toArray(Column[]::new)))
                .mapBlocks(fold)
                .treeAggregate(new HashMap<>(), fold::added, fold::added);
        tooMany(tallies.keySet(), attributes).ifPresent(reason -> {
            throw LeptonException.configuration(reason);
        });
        return tallies;
    }

    /** Why these are no groups to compare people by; empty where they are. */
    private static Optional<String> tooMany(Set<List<String>> groups, List<String> attributes) {
        for (int i = 0; i < attributes.size() && groups.size() > MOST_GROUPS; i++) {
            Set<String> values = new HashSet<>();
            for (List<String> group : groups) {
                values.add(group.get(i));
            }
            if (values.size() > MOST_GROUPS) {
                return Optional.of(
                        "Cannot audit fairness by column '%s': it holds more than %,d distinct values, too many for groups. "
                                        .formatted(attributes.get(i), MOST_GROUPS)
                                + "Name a column with fewer, or generalize it in the anonymize stage.");
            }
        }
        return groups.size() <= MOST_FINEST_GROUPS
                ? Optional.empty()
                : Optional.of(
                        "Cannot audit fairness by %s: together they make more than %,d groups. Name fewer attributes, or wider bins in audit.bins."
                                .formatted(String.join(", ", attributes), MOST_FINEST_GROUPS));
    }

    private record Fold(List<String> attributes)
            implements ColumnScan.BlockFunction<HashMap<List<String>, GroupTally>> {
        @Serial
        private static final long serialVersionUID = 5L;

        @Override
        public Iterator<HashMap<List<String>, GroupTally>> of(Iterator<ColumnBlock> blocks) {
            GroupTree tree = new GroupTree();
            BinaryRows binary = new BinaryRows();
            int[][] names = new int[attributes.size()][];
            HashMap<List<String>, GroupTally> named = new HashMap<>();
            int looked = MOST_GROUPS;
            while (blocks.hasNext()) {
                ColumnBlock block = blocks.next();
                for (int i = 0; i < names.length; i++) {
                    names[i] = block.codes(i);
                }
                count(block, names, tree, binary);
                if (!blocks.hasNext() || tree.size() > looked) {
                    // Enough for the driver to refuse them: no task needs to fail, and be tried again.
                    named = tree.named(block, names.length);
                    if (tooMany(named.keySet(), attributes).isPresent()) {
                        break;
                    }
                    looked = 2 * tree.size();
                }
            }
            return List.of(named).iterator();
        }

        private void count(ColumnBlock block, int[][] names, GroupTree tree, BinaryRows binary) {
            double[] labels = block.numbers(names.length);
            double[] predictions = block.numbers(names.length + 1);
            double[] scores = block.numbers(names.length + 2);
            double[] weights = block.numbers(names.length + 3);
            for (int row = 0; row < block.rows(); row++) {
                count(tree.of(names, row), labels[row], predictions[row], scores[row], weights[row], binary);
            }
            binary.count();
        }

        private static void count(
                GroupTally tally, double label, double prediction, double score, double weight, BinaryRows binary) {
            boolean two = (label == 0 || label == 1) && (prediction == 0 || prediction == 1);
            if (Double.isNaN(label) || Double.isNaN(prediction) || two && Double.isNaN(score) || !(weight >= 0)) {
                tally.add(GroupTally.UNUSABLE, GroupTally.UNUSABLE, 0, 0, 1);
            } else if (two) {
                binary.add(tally, label == 1, (int) prediction, score, weight);
            } else if (isClass(label) && isClass(prediction)) {
                tally.add((int) label, (int) prediction, 0, 0, weight);
            } else {
                tally.addNumbers(label, prediction, weight);
            }
        }

        private static boolean isClass(double value) {
            return value >= 0 && value <= GroupTally.LARGEST_CLASS && value == Math.rint(value);
        }

        HashMap<List<String>, GroupTally> added(
                HashMap<List<String>, GroupTally> some, HashMap<List<String>, GroupTally> others) {
            if (tooMany(some.keySet(), attributes).isEmpty()) {
                others.forEach((group, tally) ->
                        some.computeIfAbsent(group, name -> new GroupTally()).addAll(tally));
            }
            return some;
        }
    }
}
