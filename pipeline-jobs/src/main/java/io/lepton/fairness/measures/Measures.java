package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a task's measures make of a group's counts. */
public interface Measures {
    /** Figures by name; those that are undefined (no positives, so no recall) have the value NaN. */
    Map<String, Estimate> of(GroupTally tally);

    /**
     * The figures that tell most of how a group is treated, against those of everybody else.
     *
     * @param group part of everybody
     */
    Map<String, Comparison> against(GroupTally group, GroupTally everybody);

    /**
     * The figures for which a group has too few outcomes to be compared by them, though it has rows enough.
     *
     * @param minimum rows of each outcome, of such as weigh 1
     */
    default Set<String> ofFewOutcomes(GroupTally group, double minimum) {
        return Set.of();
    }

    /** The names of figures that compare a group with everybody, who has none of them. */
    default Set<String> ofGroupsAlone() {
        return Set.of();
    }

    static Map<String, Estimate> named(Map<Measure, Estimate> figures) {
        Map<String, Estimate> named = new LinkedHashMap<>();
        figures.forEach((measure, figure) -> named.put(measure.id(), figure));
        return named;
    }
}
