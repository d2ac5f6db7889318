package io.lepton.fairness;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.measures.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds an audit against its gates. */
public final class Gates {
    private static final String PER_GROUP = "group_";
    private static final String BETWEEN = " × ";

    private Gates() {}

    /**
     * Decides every gate: a disparity for each attribute it applies to; a measure for all rows; {@code group_MEASURE}, or a measure with
     * an attribute, for the judged group that is nearest to breaking the bound. What cannot be measured does not pass.
     *
     * @throws LeptonException configuration: unknown metric or attribute, or a gate without bounds
     */
    public static List<GateDecision> decide(List<Gate> gates, FairnessReport report) {
        List<GateDecision> decisions = new ArrayList<>();
        for (Gate gate : gates) {
            String metric = gate.metric().replace('-', '_');
            check(gate, metric, report);
            if (isDisparity(metric, report)) {
                attributes(gate, report)
                        .forEach(attributes -> decisions.add(disparity(gate, metric, attributes, report)));
            } else if (metric.startsWith(PER_GROUP) || gate.attribute().isPresent()) {
                String measure = metric.startsWith(PER_GROUP) ? metric.substring(PER_GROUP.length()) : metric;
                attributes(gate, report)
                        .forEach(attributes -> decisions.add(perGroup(gate, measure, attributes, report)));
            } else {
                decisions.add(
                        decision(gate, metric, GroupMetrics.OVERALL, "all rows", judged(report.overall(), metric)));
            }
        }
        return decisions;
    }

    /** Whether a metric is of one class of several: {@code recall_of_CLASS}, {@code group_recall_of_CLASS}. */
    public static boolean isOfClass(String metric) {
        return metric.replace('-', '_')
                .matches("(" + PER_GROUP + ")?(selection_rate|precision|recall|false_positive_rate)_of_.+");
    }

    /** Every metric that a gate may name, whatever the task; with several classes also those {@linkplain #isOfClass of a class}. */
    public static Set<String> metrics() {
        Set<String> metrics = new TreeSet<>(Disparities.names());
        for (Measure measure : Measure.values()) {
            metrics.add(measure.id());
            metrics.add(PER_GROUP + measure.id());
        }
        return metrics;
    }

    /** Whether a metric compares groups or holds for each of them, so that a gate on it needs a protected attribute. */
    public static boolean isPerGroup(String metric) {
        String name = metric.replace('-', '_');
        return name.startsWith(PER_GROUP) || Disparities.names().contains(name);
    }

    /** Whether a metric compares predictions with true labels; the others tell of the predictions alone. */
    public static boolean needsLabels(String metric) {
        String name = metric.replace('-', '_');
        String measure = name.startsWith(PER_GROUP) ? name.substring(PER_GROUP.length()) : name;
        return Measure.named(measure).map(Measure::needsLabels).orElseGet(() -> Disparities.needsLabels(measure));
    }

    /** The protected attributes of a gate's attribute: one, or the two of a pair ("sex × race"). */
    public static Set<String> attributesIn(String attribute) {
        return parts(attribute);
    }

    private static GateDecision disparity(Gate gate, String metric, String attributes, FairnessReport report) {
        Disparity found = report.disparities().stream()
                .filter(disparity -> disparity.attributes().equals(attributes)
                        && disparity.metric().equals(metric))
                .findFirst()
                .orElseThrow();
        String between = Double.isNaN(found.value())
                ? attributes
                : "%s ('%s' against '%s')".formatted(attributes, found.worstGroup(), found.bestGroup());
        return decision(gate, metric, attributes, between, new Judged(found.value(), found.interval()));
    }

    private static Judged judged(GroupMetrics group, String measure) {
        return new Judged(group.metric(measure), group.interval(measure));
    }

    /** A figure that is held against bounds. */
    private record Judged(double value, Interval interval) {
        /** How far it is inside the bounds; below 0 if outside, and lowest if it could not be measured. */
        double slack(Gate gate) {
            boolean byInterval = gate.judgedBy() == Gate.JudgedBy.INTERVAL;
            double low = byInterval ? interval.low() : value;
            double high = byInterval ? interval.high() : value;
            double slack = Math.min(
                    gate.atLeast().map(bound -> low - bound).orElse(Double.POSITIVE_INFINITY),
                    gate.atMost().map(bound -> bound - high).orElse(Double.POSITIVE_INFINITY));
            return Double.isNaN(slack) || Double.isNaN(value) ? Double.NEGATIVE_INFINITY : slack;
        }
    }

    private static GateDecision perGroup(Gate gate, String measure, String attributes, FairnessReport report) {
        return report.groups().stream()
                .filter(group -> group.attributes().equals(attributes) && group.judged())
                .min(Comparator.comparingDouble(group -> judged(group, measure).slack(gate)))
                .map(group -> decision(
                        gate,
                        measure,
                        attributes,
                        "%s '%s'".formatted(attributes, group.group()),
                        judged(group, measure)))
                .orElseGet(() ->
                        decision(gate, measure, attributes, attributes, new Judged(Double.NaN, Interval.UNKNOWN)));
    }

    private static GateDecision decision(Gate gate, String metric, String attributes, String whom, Judged judged) {
        double value = judged.value();
        boolean byInterval = gate.judgedBy() == Gate.JudgedBy.INTERVAL;
        if (Double.isNaN(value)) {
            String reason =
                    "%s of %s could not be measured: too few rows to judge, or only one outcome. That does not pass."
                            .formatted(metric, whom);
            return new GateDecision(gate, attributes, value, false, reason);
        }
        if (byInterval && !judged.interval().isKnown()) {
            String reason =
                    "%s of %s is %s, and its interval is not known. That does not pass a gate judged by the interval."
                            .formatted(metric, whom, number(value));
            return new GateDecision(gate, attributes, value, false, reason);
        }
        String interval = byInterval
                ? ", from %s to %s with 95 %% confidence"
                        .formatted(
                                number(judged.interval().low()),
                                number(judged.interval().high()))
                : "";
        String reason = "%s of %s is %s%s; the gate asks for %s."
                .formatted(metric, whom, number(value), interval, bounds(gate));
        return new GateDecision(gate, attributes, value, judged.slack(gate) >= 0, reason);
    }

    private static String bounds(Gate gate) {
        return Stream.of(
                        gate.atLeast().map(bound -> "at least " + number(bound)),
                        gate.atMost().map(bound -> "at most " + number(bound)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" and "));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    private static boolean isDisparity(String metric, FairnessReport report) {
        return disparityNames(report).contains(metric);
    }

    private static Set<String> disparityNames(FairnessReport report) {
        return report.disparities().stream().map(Disparity::metric).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The named attribute or pair, in the report's spelling; else every single attribute. */
    private static List<String> attributes(Gate gate, FairnessReport report) {
        List<String> known = knownAttributes(report);
        if (gate.attribute().isEmpty()) {
            return known.stream().filter(name -> !name.contains(BETWEEN)).toList();
        }
        String wanted = gate.attribute().get();
        return known.stream()
                .filter(name -> parts(name).equals(parts(wanted)))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> LeptonException.configuration(
                        "Cannot decide gate '%s': the audit has no protected attribute '%s'.%s It has: %s."
                                .formatted(
                                        gate.metric(),
                                        wanted,
                                        Suggestion.didYouMean(wanted, known),
                                        String.join(", ", known))));
    }

    private static List<String> knownAttributes(FairnessReport report) {
        return report.groups().stream().map(GroupMetrics::attributes).distinct().toList();
    }

    private static Set<String> parts(String attributes) {
        return Arrays.stream(attributes.split("\\s+[×x]\\s+")).collect(Collectors.toSet());
    }

    /** Those that the task has, defined here or not: a model without positives still has an (unknown) AUC. */
    private static Set<String> measures(FairnessReport report) {
        Set<String> names = new TreeSet<>(report.overall().metrics().keySet());
        if (names.contains(Measure.SELECTION_RATE.id())) {
            names.addAll(Measure.ofTwoClasses());
        }
        return names;
    }

    private static void check(Gate gate, String metric, FairnessReport report) {
        Set<String> known = disparityNames(report);
        measures(report).forEach(name -> {
            known.add(name);
            known.add(PER_GROUP + name);
        });
        if (!known.contains(metric)) {
            throw LeptonException.configuration("Cannot decide gate '%s': there is no such metric.%s There are: %s."
                    .formatted(gate.metric(), Suggestion.didYouMean(metric, known), String.join(", ", known)));
        }
        if (gate.atLeast().isEmpty() && gate.atMost().isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot decide gate '%s': it has no bound. Give at-least or at-most.".formatted(gate.metric()));
        }
    }
}
