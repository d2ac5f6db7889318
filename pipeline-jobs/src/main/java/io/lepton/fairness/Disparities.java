package io.lepton.fairness;

import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Homogeneity;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.measures.BetweenGroups;
import io.lepton.fairness.measures.GroupFigures;
import io.lepton.fairness.measures.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Disparities between the judged groups of one attribute, by Fairlearn's definitions. A group that lacks a measure (no positives, so no
 * recall) is left out of that measure's disparity. Where every group's rate is 0 the ratio is 1: they are treated alike. Of several classes each
 * is taken against all others, as Fairlearn takes one, and the class counts by which groups are furthest apart; a measure by its own name compares its mean.
 */
final class Disparities {
    private static final String DIFFERENCE = "_difference";
    private static final String RATIO = "_ratio";
    private static final String MAXIMUM = "_maximum";
    private static final String OF_CLASS = "_of_";

    private static final List<Definition> DEFINITIONS = definitions();

    private final String attributes;
    /** The measures that the task has, whether this attribute's groups have them or not. */
    private final Set<String> applicable;

    private final List<GroupFigures> groups;

    Disparities(String attributes, Set<String> applicable, List<GroupFigures> groups) {
        this.attributes = attributes;
        this.applicable = applicable;
        this.groups = List.copyOf(groups);
    }

    /**
     * What is compared.
     *
     * @param measures the widest of which counts
     * @param ofEachClass whether several classes have it each, and the widest counts, rather than by the mean of the classes
     */
    private record Definition(String name, List<Measure> measures, Measure.Spread spread, boolean ofEachClass) {
        static Definition named(String name, Measure... measures) {
            return new Definition(name, List.of(measures), Measure.Spread.BOTH, true);
        }

        static Definition of(Measure measure) {
            return new Definition(
                    measure.id(), List.of(measure), measure.spread(), measure.spread() == Measure.Spread.LARGEST);
        }

        List<String> names() {
            return switch (spread) {
                case BOTH -> List.of(name + DIFFERENCE, name + RATIO);
                case LARGEST -> List.of(name + MAXIMUM);
                default -> List.of(name + DIFFERENCE);
            };
        }

        List<String> applicable(Set<String> all) {
            List<String> ofClasses = all.stream()
                    .filter(name -> ofEachClass
                            && measures.stream().anyMatch(measure -> name.startsWith(measure.id() + OF_CLASS)))
                    .toList();
            return ofClasses.isEmpty()
                    ? measures.stream().map(Measure::id).filter(all::contains).toList()
                    : ofClasses;
        }
    }

    private static List<Definition> definitions() {
        List<Definition> definitions = new ArrayList<>(List.of(
                Definition.named("demographic_parity", Measure.SELECTION_RATE),
                Definition.named("equalized_odds", Measure.RECALL, Measure.FALSE_POSITIVE_RATE),
                Definition.named("equal_opportunity", Measure.RECALL),
                Definition.named("predictive_parity", Measure.PRECISION),
                Definition.named("treatment_equality", Measure.TREATMENT_RATIO)));
        Arrays.stream(Measure.values())
                .filter(measure -> measure != Measure.SELECTION_RATE && measure.spread() != Measure.Spread.NONE)
                .forEach(measure -> definitions.add(Definition.of(measure)));
        return List.copyOf(definitions);
    }

    /** The names of all disparities, whatever the task. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(BetweenGroups.NAMES);
        DEFINITIONS.forEach(definition -> names.addAll(definition.names()));
        return names;
    }

    /** Whether a disparity is the largest of figures that compare groups with everybody else. */
    static boolean isLargest(String name) {
        return name.endsWith(MAXIMUM);
    }

    /** The names of those that compare some measures, but for figures of all groups at once. */
    static Set<String> names(Set<String> measures) {
        Set<String> names = new TreeSet<>();
        DEFINITIONS.stream()
                .filter(definition -> !definition.applicable(measures).isEmpty())
                .forEach(definition -> names.addAll(definition.names()));
        return names;
    }

    /** Whether a disparity by this name compares predictions with true labels. */
    static boolean needsLabels(String name) {
        if (name.equals(BetweenGroups.CONDITIONAL_DEMOGRAPHIC_DISPARITY)
                || name.equals(BetweenGroups.NORMALIZED_DISCOUNTED_KL)) {
            return false;
        }
        String base = name.replaceFirst("(" + DIFFERENCE + "|" + RATIO + "|" + MAXIMUM + ")$", "");
        return DEFINITIONS.stream()
                .filter(definition -> definition.name().equals(base))
                .findFirst()
                .map(definition -> definition.measures().stream().anyMatch(Measure::needsLabels))
                .orElse(true);
    }

    /**
     * Those that the task has.
     *
     * @param between figures that compare all groups at once
     */
    List<Disparity> all(Map<String, Estimate> between) {
        List<Disparity> disparities = new ArrayList<>();
        for (Definition definition : DEFINITIONS) {
            List<String> names = comparable(definition.applicable(applicable));
            if (names.isEmpty()) {
                continue;
            }
            if (definition.spread() == Measure.Spread.LARGEST) {
                disparities.add(largest(definition.name() + MAXIMUM, names));
                continue;
            }
            Disparity.Significance significance = significance(names);
            disparities.add(
                    outermost(definition.name() + DIFFERENCE, names, false).with(significance));
            if (definition.spread() == Measure.Spread.BOTH) {
                disparities.add(
                        outermost(definition.name() + RATIO, names, true).with(significance));
            }
        }
        between.forEach((name, figure) -> disparities.add(new Disparity(
                attributes,
                name,
                figure.value(),
                figure.interval(Estimate.CONFIDENCE),
                Disparity.Significance.UNTESTED,
                "",
                "")));
        return disparities;
    }

    /** Less the classes that fewer than two groups have; where none is left, all, of which nothing is known. */
    private List<String> comparable(List<String> names) {
        List<String> comparable = names.stream()
                .filter(name -> !name.contains(OF_CLASS) || having(name).size() > 1)
                .toList();
        return comparable.isEmpty() ? names : comparable;
    }

    private List<GroupFigures> having(String measure) {
        return groups.stream().filter(group -> group.judged(measure)).toList();
    }

    /** Of several measures the smallest, by Bonferroni's bound. */
    private Disparity.Significance significance(List<String> measures) {
        double smallest = Double.NaN;
        for (String measure : measures) {
            double pValue = Homogeneity.of(having(measure).stream()
                            .map(group -> group.figure(measure))
                            .toList())
                    .pValue();
            if (!(pValue >= smallest)) {
                smallest = pValue;
            }
        }
        double pValue = Math.min(1, smallest * measures.size());
        return new Disparity.Significance(pValue, Double.NaN, Double.NaN);
    }

    /** The largest of a figure that compares groups with everybody else, of all classes. */
    private Disparity largest(String name, List<String> measures) {
        Disparity largest = undefined(name);
        for (String measure : measures) {
            List<GroupFigures> judged = having(measure);
            if (judged.size() < 2) {
                return undefined(name);
            }
            GroupFigures worst = outermost(judged, measure, true);
            Estimate figure = worst.figure(measure);
            if (!(figure.value() <= largest.value())) {
                double confidence = 1 - (1 - Estimate.CONFIDENCE) / judged.size() / measures.size();
                largest = new Disparity(
                        attributes,
                        name,
                        figure.value(),
                        figure.interval(confidence),
                        Disparity.Significance.UNTESTED,
                        worst.group(),
                        outermost(judged, measure, false).group());
            }
        }
        return largest;
    }

    private Disparity outermost(String name, List<String> measures, boolean ratio) {
        Disparity widest = undefined(name);
        Interval interval = Interval.UNKNOWN;
        for (String measure : measures) {
            List<GroupFigures> judged = having(measure);
            if (judged.size() < 2) {
                return undefined(name);
            }
            GroupFigures lowest = outermost(judged, measure, false);
            GroupFigures highest = outermost(judged, measure, true);
            double low = lowest.figure(measure).value();
            double high = highest.figure(measure).value();
            double value = ratio ? ratio(low, high) : high - low;
            Interval ofMeasure = SimultaneousIntervals.of(
                    judged.stream().map(group -> group.figure(measure)).toList(), measures.size(), ratio);
            interval = interval.isKnown() ? wider(interval, ofMeasure, ratio) : ofMeasure;
            if (ratio ? !(value >= widest.value()) : !(value <= widest.value())) {
                boolean less =
                        Measure.named(measure).filter(Measure::lessIsBetter).isPresent();
                widest = new Disparity(
                        attributes,
                        name,
                        value,
                        interval,
                        Disparity.Significance.UNTESTED,
                        (less ? highest : lowest).group(),
                        (less ? lowest : highest).group());
            }
        }
        return new Disparity(
                attributes,
                name,
                widest.value(),
                interval,
                widest.significance(),
                widest.worstGroup(),
                widest.bestGroup());
    }

    private static double ratio(double low, double high) {
        return high == 0 ? 1 : low / high;
    }

    private static Interval wider(Interval one, Interval other, boolean ratio) {
        return ratio
                ? new Interval(Math.min(one.low(), other.low()), Math.min(one.high(), other.high()))
                : new Interval(Math.max(one.low(), other.low()), Math.max(one.high(), other.high()));
    }

    private static GroupFigures outermost(List<GroupFigures> judged, String measure, boolean highest) {
        GroupFigures found = judged.get(0);
        for (GroupFigures group : judged) {
            double value = group.figure(measure).value();
            double best = found.figure(measure).value();
            found = (highest ? value > best : value < best) ? group : found;
        }
        return found;
    }

    private Disparity undefined(String name) {
        return new Disparity(attributes, name, Double.NaN, Interval.UNKNOWN, Disparity.Significance.UNTESTED, "", "");
    }
}
