package io.lepton.fairness;

import io.lepton.fairness.curves.GroupCurves;
import java.util.List;

/**
 * The outcome of an audit.
 *
 * @param overall all rows together
 * @param groups of each protected attribute, then of each intersection of them
 * @param disparities between judged groups, per attribute and intersection
 * @param contrasts the intersections that are furthest from everybody else, the furthest first
 * @param curves of the largest judged groups of single attributes, where labels have two classes
 */
public record FairnessReport(
        GroupMetrics overall,
        List<GroupMetrics> groups,
        List<Disparity> disparities,
        List<GroupContrast> contrasts,
        List<GroupCurves> curves) {

    public FairnessReport {
        groups = List.copyOf(groups);
        disparities = List.copyOf(disparities);
        // Older ledgers tell neither.
        contrasts = contrasts == null ? List.of() : List.copyOf(contrasts);
        curves = curves == null ? List.of() : List.copyOf(curves);
    }

    /** Without contrasts and curves. */
    public FairnessReport(GroupMetrics overall, List<GroupMetrics> groups, List<Disparity> disparities) {
        this(overall, groups, disparities, List.of(), List.of());
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
                Hypotheses.adjusted(disparities.stream()
                        .filter(disparity -> !Gates.needsLabels(disparity.metric()))
                        .toList()),
                contrasts.stream()
                        .filter(contrast -> !Gates.needsLabels(contrast.metric()))
                        .toList(),
                List.of());
    }

    /** Without what is only drawn. */
    public FairnessReport withoutCurves() {
        return new FairnessReport(overall, groups, disparities, contrasts, List.of());
    }

    /** For how many hypotheses the p-values of the disparities are adjusted. */
    public int comparisons() {
        return Hypotheses.tested(disparities);
    }
}
