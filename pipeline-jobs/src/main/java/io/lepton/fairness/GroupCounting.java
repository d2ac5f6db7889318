package io.lepton.fairness;

import io.lepton.error.LeptonException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/**
 * Counts rows by the finest groups of protected attributes, in one pass without an object a row: each task folds its rows into a tally a group, tallies
 * are added up where the rows lie, and the driver gets one a group.
 *
 * @param rows the group of each attribute (string), then label and prediction as codes (int), bin (int), label − prediction and
 *     prediction (double, NaN for none)
 */
record GroupCounting(Dataset<Row> rows, List<String> attributes) {
    private static final int MOST_GROUPS = 1000;
    private static final int MOST_FINEST_GROUPS = 100_000;

    /** @throws LeptonException configuration, where an attribute has too many values for groups */
    Map<List<String>, GroupTally> tallies() {
        StructType keys = new StructType(Arrays.copyOf(rows.schema().fields(), attributes.size()));
        Fold fold = new Fold(keys, attributes);
        Map<List<String>, GroupTally> tallies = rows.queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(fold)
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

    private record Fold(StructType keys, List<String> attributes)
            implements FlatMapFunction<Iterator<InternalRow>, HashMap<List<String>, GroupTally>> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<HashMap<List<String>, GroupTally>> call(Iterator<InternalRow> rows) {
            int at = keys.size();
            UnsafeProjection key = UnsafeProjection.create(keys);
            Map<UnsafeRow, GroupTally> tallies = new HashMap<>();
            while (rows.hasNext()) {
                InternalRow row = rows.next();
                UnsafeRow group = key.apply(row);
                GroupTally tally = tallies.get(group);
                if (tally == null) {
                    tally = new GroupTally();
                    tallies.put(group.copy(), tally);
                    // Enough for the driver to refuse them: no task needs to fail, and be tried again.
                    if (tallies.size() % MOST_GROUPS == 1
                            && tooMany(named(tallies).keySet(), attributes).isPresent()) {
                        break;
                    }
                }
                tally.add(
                        row.getInt(at),
                        row.getInt(at + 1),
                        row.getInt(at + 2),
                        row.getDouble(at + 3),
                        row.getDouble(at + 4));
            }
            return List.of(named(tallies)).iterator();
        }

        HashMap<List<String>, GroupTally> added(
                HashMap<List<String>, GroupTally> some, HashMap<List<String>, GroupTally> others) {
            if (tooMany(some.keySet(), attributes).isEmpty()) {
                others.forEach((group, tally) ->
                        some.computeIfAbsent(group, name -> new GroupTally()).addAll(tally));
            }
            return some;
        }

        private HashMap<List<String>, GroupTally> named(Map<UnsafeRow, GroupTally> tallies) {
            HashMap<List<String>, GroupTally> named = new HashMap<>();
            tallies.forEach((group, tally) -> {
                List<String> names = new ArrayList<>();
                for (int i = 0; i < keys.size(); i++) {
                    names.add(group.getUTF8String(i).toString());
                }
                named.put(names, tally);
            });
            return named;
        }
    }
}
