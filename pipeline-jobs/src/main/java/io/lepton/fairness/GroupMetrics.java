package io.lepton.fairness;

import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.measures.Measure;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured in one group of people. A measure that is undefined (no positive label, so no recall) or withheld is left out.
 *
 * @param attributes "sex", or "sex × race", or {@link #OVERALL}
 * @param group "Female", or "Female × White"
 * @param count rows; the privacy threshold where {@code countSuppressed}
 * @param judged whether the group has rows enough to enter disparities and gates
 * @param countSuppressed whether count and rates are withheld: fewer rows than the privacy threshold were found, or another group's count
 *     would follow from this one's
 * @param metrics by the names of {@link Measure}; of several classes also {@code recall_of_CLASS}
 * @param intervals 95 % intervals, by the same names, where they are known
 */
public record GroupMetrics(
        String attributes,
        String group,
        long count,
        boolean judged,
        boolean countSuppressed,
        Map<String, Double> metrics,
        Map<String, Interval> intervals) {

    /** The value of {@link #attributes} for all rows together. */
    public static final String OVERALL = "overall";

    public GroupMetrics {
        // Ledgers of before had other fields.
        metrics = metrics == null ? Map.of() : metrics;
        intervals = intervals == null ? Map.of() : intervals;
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
        return new GroupMetrics(attributes, group, count, judged, false, metrics, intervals);
    }

    /** All rows together, of which there are none. */
    static GroupMetrics ofNobody() {
        return new GroupMetrics(OVERALL, OVERALL, 0, false, false, Map.of(), Map.of());
    }

    /** A group that is not published: its rates would give its count away, so they are withheld as well. */
    static GroupMetrics suppressed(String attributes, String group, int threshold) {
        return new GroupMetrics(attributes, group, threshold, false, true, Map.of(), Map.of());
    }

    /** The same, with one measure more. */
    GroupMetrics with(Measure measure, double value, Interval interval) {
        Map<String, Double> more = new LinkedHashMap<>(metrics);
        more.put(measure.id(), value);
        Map<String, Interval> ranges = new LinkedHashMap<>(intervals);
        if (interval.isKnown()) {
            ranges.put(measure.id(), interval);
        }
        return new GroupMetrics(attributes, group, count, judged, countSuppressed, more, ranges);
    }

    /** The measures of predictions alone. */
    GroupMetrics withoutLabels() {
        Map<String, Double> kept = new LinkedHashMap<>(metrics);
        kept.keySet().removeIf(Gates::needsLabels);
        Map<String, Interval> ranges = new LinkedHashMap<>(intervals);
        ranges.keySet().removeIf(Gates::needsLabels);
        return new GroupMetrics(attributes, group, count, judged, countSuppressed, kept, ranges);
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
