package io.lepton.fairness;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.fairness.measures.ClassMeasures;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The classes of a label as people call them: gates may name one so, tables tell it beside its number, by which audits know it.
 *
 * @param classes in the order of their numbers, from 0; none: they have numbers alone
 */
public record ClassNames(List<String> classes) {
    private static final Pattern OF_CLASS = Pattern.compile("((?:group[-_])?(?:"
            + ClassMeasures.OF_A_CLASS.stream()
                    .map(measure -> measure.id().replace("_", "[-_]"))
                    .collect(Collectors.joining("|"))
            + ")[-_]of[-_])(.+)");

    public ClassNames {
        classes = List.copyOf(classes);
    }

    /** Whether a metric is of one class of several: {@code recall_of_CLASS}, {@code group_recall_of_CLASS}. */
    public static boolean isOfClass(String metric) {
        return OF_CLASS.matcher(metric).matches();
    }

    /** The gate on the class's number; the gate itself where it is on no class. */
    public Gate numbered(Gate gate) {
        return new Gate(
                numbered(gate.metric()),
                gate.atLeast(),
                gate.atMost(),
                gate.attribute(),
                gate.judgedBy(),
                gate.against());
    }

    /**
     * The metric of the class's number, {@code recall_of_0} for {@code recall_of_setosa}. What is a name and a number is a name.
     *
     * @throws LeptonException (configuration) for a class that is none of these
     */
    public String numbered(String metric) {
        Matcher parts = OF_CLASS.matcher(metric);
        return parts.matches() && !classes.isEmpty() ? parts.group(1) + number(metric, parts.group(2)) : metric;
    }

    /** The name of the class that a metric is of, named there by its number; absent where it is of none, or classes have no names. */
    public Optional<String> named(String metric) {
        Matcher parts = OF_CLASS.matcher(metric);
        return parts.matches() && parts.group(2).matches("[0-9]{1,4}")
                ? classes.stream().skip(Integer.parseInt(parts.group(2))).findFirst()
                : Optional.empty();
    }

    /** The decision, whose reason says the class's name for its number. */
    public GateDecision worded(GateDecision decision) {
        String metric = decision.gate().metric().replace('-', '_');
        return named(metric)
                .map(name -> {
                    String measure = metric.replaceFirst("^group_", "");
                    String worded = measure.substring(0, measure.lastIndexOf('_') + 1) + name;
                    return new GateDecision(
                            decision.gate(),
                            decision.attributes(),
                            decision.value(),
                            decision.passed(),
                            decision.reason().replace(measure + " of ", worded + " of "));
                })
                .orElse(decision);
    }

    private int number(String metric, String named) {
        if (classes.contains(named)) {
            return classes.indexOf(named);
        }
        if (named.matches("[0-9]{1,4}") && Integer.parseInt(named) < classes.size()) {
            return Integer.parseInt(named);
        }
        throw LeptonException.configuration("Cannot decide gate '%s': the label has no class '%s'.%s It has: %s."
                .formatted(metric, named, Suggestion.didYouMean(named, classes), String.join(", ", classes)));
    }
}
