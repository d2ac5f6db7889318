package io.lepton.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Disparities between the judged groups of one attribute, by Fairlearn's definitions. A group that lacks a measure (no positives, so no
 * recall) is left out of that measure's disparity. Where every group's rate is 0 the ratio is 1: they are treated alike.
 */
final class Disparities {
    /** Measures of which less is better. */
    static final Set<String> ERRORS = Set.of("false_positive_rate", "false_negative_rate", "mae", "rmse");

    private static final List<String> PLAIN = List.of(
            "accuracy",
            "precision",
            "recall",
            "false_positive_rate",
            "false_negative_rate",
            "auc",
            "base_rate",
            "f1",
            "mae",
            "rmse");
    private static final List<String> PLAIN_DIFFERENCES_ONLY = List.of("mean_residual", "mean_prediction");

    private static final List<String> BY_DEFINITION =
            List.of("demographic_parity", "equalized_odds", "equal_opportunity");

    private Disparities() {}

    /** The names of all disparities, whatever the task. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        Stream.concat(BY_DEFINITION.stream(), PLAIN.stream()).forEach(name -> {
            names.add(name + "_difference");
            names.add(name + "_ratio");
        });
        PLAIN_DIFFERENCES_ONLY.forEach(name -> names.add(name + "_difference"));
        return names;
    }

    /**
     * @param overall says which measures this task has
     * @param groups all groups of one attribute or pair
     */
    static List<Disparity> of(String attributes, GroupMetrics overall, List<GroupMetrics> groups) {
        List<GroupMetrics> judged = groups.stream().filter(GroupMetrics::judged).toList();
        Set<String> measured = overall.applicable();
        List<Disparity> disparities = new ArrayList<>();
        List<String> selections = measured.stream()
                .filter(name -> name.startsWith("selection_rate"))
                .toList();
        boolean binary = measured.contains("selection_rate");
        if (!selections.isEmpty()) {
            disparities.addAll(both(attributes, "demographic_parity", selections, judged));
        }
        if (binary) {
            disparities.addAll(both(attributes, "equalized_odds", List.of("recall", "false_positive_rate"), judged));
            disparities.addAll(both(attributes, "equal_opportunity", List.of("recall"), judged));
        }
        PLAIN.stream()
                .filter(measured::contains)
                .forEach(name -> disparities.addAll(both(attributes, name, List.of(name), judged)));
        PLAIN_DIFFERENCES_ONLY.stream()
                .filter(measured::contains)
                .forEach(name -> disparities.add(widest(attributes, name + "_difference", List.of(name), judged)));
        return disparities;
    }

    private static List<Disparity> both(
            String attributes, String name, List<String> metrics, List<GroupMetrics> judged) {
        return List.of(
                widest(attributes, name + "_difference", metrics, judged),
                smallestRatio(attributes, name + "_ratio", metrics, judged));
    }

    private static Disparity widest(String attributes, String name, List<String> metrics, List<GroupMetrics> judged) {
        Disparity widest = undefined(attributes, name);
        for (String metric : metrics) {
            Optional<Spread> spread = spread(metric, judged);
            if (spread.isEmpty()) {
                return undefined(attributes, name);
            }
            double value = spread.get().high() - spread.get().low();
            if (!(value <= widest.value())) {
                widest = new Disparity(
                        attributes,
                        name,
                        value,
                        spread.get().worst(),
                        spread.get().best());
            }
        }
        return widest;
    }

    private static Disparity smallestRatio(
            String attributes, String name, List<String> metrics, List<GroupMetrics> judged) {
        Disparity smallest = undefined(attributes, name);
        for (String metric : metrics) {
            Optional<Spread> spread = spread(metric, judged);
            if (spread.isEmpty()) {
                return undefined(attributes, name);
            }
            double value = spread.get().high() == 0
                    ? 1
                    : spread.get().low() / spread.get().high();
            if (!(value >= smallest.value())) {
                smallest = new Disparity(
                        attributes,
                        name,
                        value,
                        spread.get().worst(),
                        spread.get().best());
            }
        }
        return smallest;
    }

    private static Disparity undefined(String attributes, String name) {
        return new Disparity(attributes, name, Double.NaN, "", "");
    }

    private static Optional<Spread> spread(String metric, List<GroupMetrics> judged) {
        List<GroupMetrics> measured = judged.stream()
                .filter(group -> !Double.isNaN(group.metric(metric)))
                .toList();
        if (measured.size() < 2) {
            return Optional.empty();
        }
        GroupMetrics lowest = measured.get(0);
        GroupMetrics highest = measured.get(0);
        for (GroupMetrics group : measured) {
            lowest = group.metric(metric) < lowest.metric(metric) ? group : lowest;
            highest = group.metric(metric) > highest.metric(metric) ? group : highest;
        }
        boolean error = ERRORS.contains(metric);
        return Optional.of(new Spread(
                lowest.metric(metric),
                highest.metric(metric),
                error ? highest.group() : lowest.group(),
                error ? lowest.group() : highest.group()));
    }

    private record Spread(double low, double high, String worst, String best) {}
}
