package io.lepton.fairness;

import java.util.List;

/**
 * The outcome of an audit.
 *
 * @param overall all rows together
 * @param groups of each protected attribute, then of each intersection of them
 * @param disparities between judged groups, per attribute and intersection
 */
public record FairnessReport(GroupMetrics overall, List<GroupMetrics> groups, List<Disparity> disparities) {

    public FairnessReport {
        groups = List.copyOf(groups);
        disparities = List.copyOf(disparities);
    }

    /** Of no rows: nobody was treated in any way. */
    public static FairnessReport ofNobody() {
        return new FairnessReport(GroupMetrics.ofNobody(), List.of(), List.of());
    }

    /** What holds of the predictions alone, where the true labels are not known: who is selected, and what is predicted for whom. */
    public FairnessReport withoutLabels() {
        return new FairnessReport(
                overall.withoutLabels(),
                groups.stream().map(GroupMetrics::withoutLabels).toList(),
                disparities.stream()
                        .filter(disparity -> !Gates.needsLabels(disparity.metric()))
                        .toList());
    }
}
