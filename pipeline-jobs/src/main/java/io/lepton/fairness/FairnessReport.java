package io.lepton.fairness;

import io.lepton.fairness.curves.GroupCurves;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.measures.Measure;
import io.lepton.fairness.neighbours.Consistency;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of an audit.
 *
 * @param overall all rows together; of labels that are not all known, measures that need them are about the rows that have one
 * @param groups of each protected attribute, then of each intersection of them
 * @param disparities between judged groups, per attribute and intersection
 * @param contrasts the intersections that are furthest from everybody else, the furthest first
 * @param curves of the largest judged groups of single attributes; of several classes, each against all others
 * @param consistency of whom the measure {@code consistency} tells, a sample; absent where nobody asked, or too few rows were found
 */
public record FairnessReport(
        GroupMetrics overall,
        List<GroupMetrics> groups,
        List<Disparity> disparities,
        List<GroupContrast> contrasts,
        List<GroupCurves> curves,
        Optional<Consistency> consistency) {

    public FairnessReport {
        groups = List.copyOf(groups);
        disparities = List.copyOf(disparities);
        // Older ledgers tell none of these.
        contrasts = contrasts == null ? List.of() : List.copyOf(contrasts);
        curves = curves == null ? List.of() : List.copyOf(curves);
        consistency = consistency == null ? Optional.empty() : consistency;
    }

    /** Without contrasts, curves and consistency. */
    public FairnessReport(GroupMetrics overall, List<GroupMetrics> groups, List<Disparity> disparities) {
        this(overall, groups, disparities, List.of(), List.of(), Optional.empty());
    }

    /** Of no rows: nobody was treated in any way. */
    public static FairnessReport ofNobody() {
        return new FairnessReport(GroupMetrics.ofNobody(), List.of(), List.of());
    }

    /** Whether the label of any row is known. */
    public boolean hasLabels() {
        return overall.labelled().map(found -> found.count() > 0).orElse(true);
    }

    /** Rows whose label is not known. */
    public long unlabelled() {
        return overall.unlabelled();
    }

    /** The same, with the consistency of a sample as a measure of all rows and of each group of which enough is told. */
    public FairnessReport with(Consistency measured) {
        Consistency found = measured.without((attribute, group) -> groups.stream()
                .anyMatch(each -> each.countSuppressed()
                        && each.attributes().equals(attribute)
                        && each.group().equals(group)));
        return new FairnessReport(
                consistent(overall, found),
                groups.stream().map(group -> consistent(group, found)).toList(),
                disparities,
                contrasts,
                curves,
                Optional.of(found));
    }

    FairnessReport with(List<GroupContrast> furthest) {
        return new FairnessReport(overall, groups, disparities, furthest, curves, consistency);
    }

    private static GroupMetrics consistent(GroupMetrics group, Consistency found) {
        return found.of(group.attributes(), group.group())
                .map(figure -> group.with(Measure.CONSISTENCY, figure.value(), figure.interval(Estimate.CONFIDENCE)))
                .orElse(group);
    }

    /** Without what is only drawn. */
    public FairnessReport withoutCurves() {
        return new FairnessReport(overall, groups, disparities, contrasts, List.of(), consistency);
    }

    /** For how many hypotheses the p-values of the disparities are adjusted. */
    public int comparisons() {
        return Hypotheses.tested(disparities);
    }
}
