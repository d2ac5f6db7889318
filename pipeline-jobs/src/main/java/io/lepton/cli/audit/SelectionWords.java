package io.lepton.cli.audit;

import io.lepton.fairness.ClassNames;
import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GroupMetrics;
import io.lepton.fairness.measures.Measure;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who is selected how often, in words; of several classes, which groups are predicted one of them most unequally.
 *
 * @param classes of the label, where it has several and they have names
 */
record SelectionWords(FairnessReport report, ClassNames classes) {
    private static final double SURE = 0.05;
    private static final String OF_CLASS = Measure.SELECTION_RATE.id() + "_of_";

    /** Of the groups of one attribute, and whether chance explains it; absent where they are not compared. */
    Optional<String> of(String attribute) {
        return apart(attribute).map(disparity -> {
            if (disparity.value() == 0) {
                return attribute + ": all groups are "
                        + (report.overall().metrics().containsKey(Measure.SELECTION_RATE.id())
                                ? "selected"
                                : "predicted")
                        + " alike.";
            }
            GroupMetrics worst = group(disparity, disparity.worstGroup());
            GroupMetrics best = group(disparity, disparity.bestGroup());
            String measure = measure(worst, best);
            double chance = disparity.significance().holm();
            return String.format(
                    Locale.ROOT,
                    "%s: of 100 rows of '%s' %.0f are %s, of '%s' %.0f.%s",
                    attribute,
                    worst.group(),
                    100 * worst.metric(measure),
                    what(measure),
                    best.group(),
                    100 * best.metric(measure),
                    Double.isNaN(chance)
                            ? ""
                            : chance <= SURE ? " Chance alone does not explain it." : " That may be chance.");
        });
    }

    /** Of the intersection whose groups are furthest apart. */
    Optional<String> ofTheWorstIntersection() {
        return report.disparities().stream()
                .filter(disparity -> disparity.attributes().contains("×"))
                .map(Disparity::attributes)
                .distinct()
                .flatMap(attributes -> apart(attributes).stream())
                .filter(disparity -> disparity.value() > 0)
                .max(Comparator.comparingDouble(Disparity::value))
                .map(disparity -> {
                    String measure =
                            measure(group(disparity, disparity.worstGroup()), group(disparity, disparity.bestGroup()));
                    return String.format(
                            Locale.ROOT,
                            "%s: '%s' is %s least, '%s' most; %.4f apart",
                            disparity.attributes(),
                            disparity.worstGroup(),
                            what(measure),
                            disparity.bestGroup(),
                            disparity.value());
                });
    }

    private Optional<Disparity> apart(String attributes) {
        return report.disparities().stream()
                .filter(disparity -> disparity.attributes().equals(attributes)
                        && disparity.metric().equals("demographic_parity_difference")
                        && !Double.isNaN(disparity.value()))
                .findFirst();
    }

    private GroupMetrics group(Disparity disparity, String name) {
        return report.groups().stream()
                .filter(found -> found.attributes().equals(disparity.attributes())
                        && found.group().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Of several classes the one that the second group is predicted more often than the first, by most. */
    private static String measure(GroupMetrics worst, GroupMetrics best) {
        List<String> ofClasses = best.metrics().keySet().stream()
                .filter(metric -> metric.startsWith(OF_CLASS) && best.judged(metric) && worst.judged(metric))
                .toList();
        return ofClasses.stream()
                .max(Comparator.comparingDouble(metric -> best.metric(metric) - worst.metric(metric)))
                .orElse(Measure.SELECTION_RATE.id());
    }

    private String what(String measure) {
        return measure.startsWith(OF_CLASS)
                ? "predicted '" + classes.named(measure).orElse(measure.substring(OF_CLASS.length())) + "'"
                : "selected";
    }
}
