package io.lepton.fairness;

import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.measures.Measure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was measured in one group of people. A measure that is undefined (no positive label, so no recall) or withheld is left out.
 *
 * @param attributes "sex", or "sex × race", or {@link #OVERALL}
 * @param group "Female", or "Female × White"
 * @param count rows; the privacy threshold where {@code countSuppressed}
 * @param judged whether the group has rows enough to enter disparities and gates; where not all labels are known, those of measures that need
 *     none
 * @param countSuppressed whether count and rates are withheld: fewer rows than the privacy threshold were found, or another group's count
 *     would follow from this one's
 * @param metrics by the names of {@link Measure}; of several classes also {@code recall_of_CLASS}
 * @param intervals 95 % intervals, by the same names, where they are known
 * @param labelled the rows that measures which need labels are about; absent where they are all rows
 * @param ofFewOutcomes measures by which the group is not judged even so: too few of its rows have the class that they are about, or another
 */
public record GroupMetrics(
        String attributes,
        String group,
        long count,
        boolean judged,
        boolean countSuppressed,
        Map<String, Double> metrics,
        Map<String, Interval> intervals,
        Optional<Labelled> labelled,
        Set<String> ofFewOutcomes) {

    /** The value of {@link #attributes} for all rows together. */
    public static final String OVERALL = "overall";

    public GroupMetrics {
        // Ledgers of before had other fields.
        metrics = metrics == null ? Map.of() : metrics;
        intervals = intervals == null ? Map.of() : intervals;
        labelled = labelled == null ? Optional.empty() : labelled;
        ofFewOutcomes = ofFewOutcomes == null ? Set.of() : ofFewOutcomes;
    }

    /**
     * Rows whose label is known, where not all are.
     *
     * @param count the privacy threshold where {@code countSuppressed}
     * @param judged whether they are enough to enter disparities and gates
     * @param countSuppressed whether count and rates are withheld, as those of a group are
     */
    public record Labelled(long count, boolean judged, boolean countSuppressed) {
        static final Labelled NONE = new Labelled(0, false, false);
    }

    static GroupMetrics of(String attributes, String group, long count, boolean judged, Map<String, Estimate> figures) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<String, Interval> intervals = new LinkedHashMap<>();
        figures.forEach((name, figure) -> {
            if (Double.isFinite(figure.value())) {
                metrics.put(name, figure.value());
                Interval interval = figure.interval(Estimate.CONFIDENCE);
                if (interval.isKnown()) {
                    intervals.put(name, interval);
                }
            }
        });
        return new GroupMetrics(
                attributes, group, count, judged, false, metrics, intervals, Optional.empty(), Set.of());
    }

    /** All rows together, of which there are none. */
    static GroupMetrics ofNobody() {
        return new GroupMetrics(
                OVERALL, OVERALL, 0, false, false, Map.of(), Map.of(), Optional.of(Labelled.NONE), Set.of());
    }

    /** A group that is not published: its rates would give its count away, so they are withheld as well. */
    static GroupMetrics suppressed(String attributes, String group, int threshold) {
        return new GroupMetrics(
                attributes, group, threshold, false, true, Map.of(), Map.of(), Optional.empty(), Set.of());
    }

    /** The same, with one measure more. */
    GroupMetrics with(Measure measure, double value, Interval interval) {
        return with(
                Map.of(measure.id(), value),
                interval.isKnown() ? Map.of(measure.id(), interval) : Map.of(),
                labelled,
                ofFewOutcomes);
    }

    /**
     * The same, with the measures that need labels.
     *
     * @param same group, as measured of the rows whose label is known; of a group that is withheld, nothing more is told
     */
    GroupMetrics labelledAs(GroupMetrics same) {
        return countSuppressed
                ? this
                : with(
                        same.metrics,
                        same.intervals,
                        Optional.of(new Labelled(same.count, same.judged, same.countSuppressed)),
                        same.ofFewOutcomes.stream().filter(Gates::needsLabels).collect(Collectors.toSet()));
    }

    /** The same of a group none of whose rows has a label. */
    GroupMetrics unlabelled(Labelled none) {
        return countSuppressed ? this : with(Map.of(), Map.of(), Optional.of(none), Set.of());
    }

    /** The same, not judged by some measures. */
    GroupMetrics notJudgedBy(Set<String> few) {
        return with(Map.of(), Map.of(), labelled, few);
    }

    private GroupMetrics with(
            Map<String, Double> others, Map<String, Interval> ranges, Optional<Labelled> ofLabels, Set<String> few) {
        Map<String, Double> more = new LinkedHashMap<>(metrics);
        more.putAll(others);
        Map<String, Interval> moreRanges = new LinkedHashMap<>(intervals);
        moreRanges.putAll(ranges);
        return new GroupMetrics(attributes, group, count, judged, countSuppressed, more, moreRanges, ofLabels, few);
    }

    /** How many rows a measure is about. */
    public long count(String metric) {
        return ofLabels(metric).map(Labelled::count).orElse(count);
    }

    /** Whether these are enough to compare the group by the measure. */
    public boolean judged(String metric) {
        return ofLabels(metric).map(Labelled::judged).orElse(judged) && !ofFewOutcomes.contains(metric);
    }

    private Optional<Labelled> ofLabels(String metric) {
        return labelled.filter(any -> Gates.needsLabels(metric));
    }

    /** Rows whose label is not known. */
    public long unlabelled() {
        return labelled.map(found -> count - found.count()).orElse(0L);
    }

    /** A measure by name; NaN if it is undefined or withheld. */
    public double metric(String name) {
        return metrics.getOrDefault(name, Double.NaN);
    }

    public double metric(Measure measure) {
        return metric(measure.id());
    }

    /** The 95 % interval of a measure; its ends are NaN where it is unknown. */
    public Interval interval(String name) {
        return intervals.getOrDefault(name, Interval.UNKNOWN);
    }
}
