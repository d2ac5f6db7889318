package io.lepton.fairness;

import io.lepton.fairness.counting.CountedGroups;
import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.WithheldGroups;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups of which so few rows lack a label that figures of all rows, beside those of the rows that have one, would tell what was predicted for the few: all
 * their figures are of the rows with a label.
 */
final class FewUnlabelled {
    private final Map<List<String>, GroupTally> labelled;
    private final WithheldGroups few;

    /**
     * @param sets of attributes that groups are told of, see {@link GroupComparison#sets}
     * @param threshold as many rows are no few
     */
    FewUnlabelled(CountedGroups counted, List<List<Integer>> sets, int threshold) {
        this.labelled = counted.labelled();
        Map<List<String>, Long> rows = new HashMap<>();
        counted.unlabelled().forEach((names, tally) -> rows.put(names, tally.rows()));
        this.few = new WithheldGroups(rows, sets, threshold);
    }

    /** None: every row counts, or none has a label. */
    static FewUnlabelled none() {
        return new FewUnlabelled(CountedGroups.none(), List.of(), 0);
    }

    /**
     * The groups of a set of attributes, by their rows that may be told.
     *
     * @param groups by their joined names
     */
    Map<String, GroupTally> without(List<Integer> positions, Map<String, GroupTally> groups) {
        Map<String, GroupTally> told = new TreeMap<>(groups);
        Map<String, GroupTally> known = new LinkedHashMap<>();
        few.of(positions).forEach(names -> known.put(String.join(GroupComparison.BETWEEN, names), new GroupTally()));
        if (!known.isEmpty()) {
            labelled.forEach(
                    (names, tally) -> known.computeIfPresent(GroupComparison.name(positions, names), (name, sum) -> {
                        sum.addAll(tally);
                        return sum;
                    }));
            told.putAll(known);
        }
        return told;
    }
}
