package io.lepton.fairness;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was measured in one group of people. A measure that is undefined (no positive label, so no recall) or withheld is NaN.
 *
 * @param attributes "sex", or "sex × race", or {@link #OVERALL}
 * @param group "Female", or "Female × White"
 * @param count rows; the privacy threshold where {@code countSuppressed}
 * @param judged whether the group has rows enough to enter disparities and gates
 * @param selectionRate share of rows predicted 1 (binary)
 * @param accuracy share of rows whose prediction equals the label
 * @param precision share of the selected whose label is 1; mean over classes if there are several
 * @param recall share of the positives who are selected; mean over classes if there are several
 * @param falsePositiveRate share of the negatives who are selected; mean over classes if there are several
 * @param falseNegativeRate 1 − recall
 * @param auc probability that a random positive scores above a random negative, ties half (binary)
 * @param baseRate share of rows labelled 1 (binary)
 * @param countSuppressed whether fewer rows than the privacy threshold were found, so that count and rates are withheld
 * @param others further measures by name: {@code f1}; per class {@code selection_rate_of_CLASS}; for regression {@code mae},
 *     {@code rmse}, {@code mean_residual} (label − prediction), {@code mean_prediction}, {@code mean_label}
 * @param intervals 95 % intervals of rates, by the names that {@link #metrics()} uses
 */
public record GroupMetrics(
        String attributes,
        String group,
        long count,
        boolean judged,
        double selectionRate,
        double accuracy,
        double precision,
        double recall,
        double falsePositiveRate,
        double falseNegativeRate,
        double auc,
        double baseRate,
        boolean countSuppressed,
        Map<String, Double> others,
        Map<String, Interval> intervals) {

    /** The value of {@link #attributes} for all rows together. */
    public static final String OVERALL = "overall";

    /** All rows together, of which there are none. */
    static GroupMetrics ofNobody() {
        double none = Double.NaN;
        return new GroupMetrics(
                OVERALL, OVERALL, 0, false, none, none, none, none, none, none, none, none, false, Map.of(), Map.of());
    }

    /** Every measure that is defined, by the name that gates and disparities use. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("selection_rate", selectionRate);
        metrics.put("accuracy", accuracy);
        metrics.put("precision", precision);
        metrics.put("recall", recall);
        metrics.put("false_positive_rate", falsePositiveRate);
        metrics.put("false_negative_rate", falseNegativeRate);
        metrics.put("auc", auc);
        metrics.put("base_rate", baseRate);
        metrics.putAll(others);
        metrics.values().removeIf(value -> Double.isNaN(value));
        return metrics;
    }

    /** The measures of predictions alone; those that compare them with labels are undefined. */
    GroupMetrics withoutLabels() {
        Map<String, Double> kept = new LinkedHashMap<>(others);
        kept.keySet().removeIf(Gates::needsLabels);
        Map<String, Interval> ranges = new LinkedHashMap<>(intervals);
        ranges.keySet().removeIf(Gates::needsLabels);
        double unknown = Double.NaN;
        return new GroupMetrics(
                attributes,
                group,
                count,
                judged,
                selectionRate,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                countSuppressed,
                kept,
                ranges);
    }

    /** The names of all measures, whatever the task; with several classes also {@code selection_rate_of_CLASS}. */
    static List<String> names() {
        return List.of(
                "selection_rate",
                "accuracy",
                "precision",
                "recall",
                "false_positive_rate",
                "false_negative_rate",
                "auc",
                "base_rate",
                "f1",
                "mae",
                "rmse",
                "mean_residual",
                "mean_prediction",
                "mean_label");
    }

    /** The names of all measures that the task has, defined here or not: a model without positives still has an (unknown) AUC. */
    Set<String> applicable() {
        Set<String> names = new LinkedHashSet<>(metrics().keySet());
        if (names.contains("selection_rate")) {
            names.addAll(List.of("precision", "recall", "false_positive_rate", "false_negative_rate", "auc", "f1"));
        }
        return names;
    }

    /** A measure by name; NaN if it is undefined or withheld. */
    public double metric(String name) {
        return metrics().getOrDefault(name, Double.NaN);
    }
}
