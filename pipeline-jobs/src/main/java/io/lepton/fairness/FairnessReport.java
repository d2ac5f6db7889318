package io.lepton.fairness;

import java.util.List;

/**
 * The outcome of an audit.
 *
 * @param overall all rows together
 * @param groups of each protected attribute, then of each pair of them
 * @param disparities between judged groups, per attribute and pair
 */
public record FairnessReport(GroupMetrics overall, List<GroupMetrics> groups, List<Disparity> disparities) {

    public FairnessReport {
        groups = List.copyOf(groups);
        disparities = List.copyOf(disparities);
    }
}
