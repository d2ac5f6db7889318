package io.lepton.fairness;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.fairness.measures.BetweenGroups;
import io.lepton.fairness.measures.ClassMeasures;
import io.lepton.fairness.measures.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds an audit against its gates. */
public final class Gates {
    private static final String PER_GROUP = "group_";
    private static final String BETWEEN = " × ";
    private static final Pattern OF_CLASS = Pattern.compile(Measure.SELECTION_RATE.id() + "_of_([0-9]+)");

    private Gates() {}

    /**
     * Decides every gate: a disparity for each attribute it applies to; a measure for all rows; {@code group_MEASURE}, or a measure with
     * an attribute, for the judged group that is nearest to breaking the bound. What cannot be measured does not pass.
     *
     * @param champion of the same rows, scored by the model that would be replaced; absent: there is none, and nothing to be worse than
     * @throws LeptonException configuration: unknown metric or attribute, or a gate without bounds
     */
    public static List<GateDecision> decide(
            List<Gate> gates, FairnessReport report, Optional<FairnessReport> champion) {
        List<GateDecision> decisions = new ArrayList<>();
        for (Gate gate : gates) {
            String metric = gate.metric().replace('-', '_');
            check(gate, metric, report);
            if (gate.isAgainstChampion() && champion.isEmpty()) {
                decisions.add(unopposed(gate, metric));
                continue;
            }
            Compared compared = new Compared(gate, report, champion.filter(other -> gate.isAgainstChampion()));
            if (Disparities.names().contains(metric)) {
                attributes(gate, report).forEach(attributes -> decisions.add(compared.disparity(metric, attributes)));
            } else if (metric.startsWith(PER_GROUP) || gate.attribute().isPresent()) {
                String measure = metric.startsWith(PER_GROUP) ? metric.substring(PER_GROUP.length()) : metric;
                attributes(gate, report).forEach(attributes -> decisions.add(compared.perGroup(measure, attributes)));
            } else {
                decisions.add(compared.overall(metric));
            }
        }
        return decisions;
    }

    private static GateDecision unopposed(Gate gate, String metric) {
        String attributes = gate.attribute().orElse(GroupMetrics.OVERALL);
        return new GateDecision(
                gate,
                attributes,
                0,
                true,
                "%s is compared with the champion's, and there is no other model that is one.".formatted(metric));
    }

    /** The same where no gate is about a champion, or there is none. */
    public static List<GateDecision> decide(List<Gate> gates, FairnessReport report) {
        return decide(gates, report, Optional.empty());
    }

    /** Every metric that a gate may name, whatever the task; with several classes also those {@linkplain ClassNames of a class}. */
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
        names.add(Measure.CONSISTENCY.id());
        if (names.contains(Measure.SELECTION_RATE.id())) {
            names.addAll(Measure.ofTwoClasses());
        }
        Set<Integer> classes = report.overall().metrics().keySet().stream()
                .map(OF_CLASS::matcher)
                .filter(Matcher::matches)
                .map(found -> Integer.valueOf(found.group(1)))
                .collect(Collectors.toSet());
        if (!classes.isEmpty()) {
            names.addAll(ClassMeasures.names(classes));
        }
        return names;
    }

    private static void check(Gate gate, String metric, FairnessReport report) {
        Set<String> measures = measures(report);
        Set<String> known = new TreeSet<>(Disparities.names(measures));
        report.disparities().forEach(disparity -> known.add(disparity.metric()));
        if (measures.contains(Measure.SELECTION_RATE.id())) {
            known.addAll(BetweenGroups.NAMES);
        }
        measures.forEach(name -> {
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
