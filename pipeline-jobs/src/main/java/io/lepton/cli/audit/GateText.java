package io.lepton.cli.audit;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.fairness.ClassNames;
import io.lepton.fairness.Gate;
import io.lepton.fairness.Gates;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gate as it is written on the command line: {@code demographic_parity_ratio>=0.8}, or {@code group_recall@sex>=0.6}. */
record GateText(String text) {
    private static final Pattern FORM = Pattern.compile(
            "\\s*([A-Za-z0-9_-]+?(?:[-_]of[-_][^@<>]+?)?)\\s*(?:@\\s*([^<>]+?)\\s*)?(>=|<=)\\s*([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\\s*");

    /** @throws LeptonException configuration, if that is no gate, or no metric */
    Gate gate(Gate.JudgedBy judgedBy) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw LeptonException.configuration("Cannot read the gate '" + text
                    + "'. Write METRIC>=BOUND or METRIC<=BOUND, as in demographic_parity_ratio>=0.8;"
                    + " METRIC@ATTRIBUTE>=BOUND is about one attribute.");
        }
        // The name of a class stays as it is.
        boolean ofClass = ClassNames.isOfClass(parts.group(1));
        String metric = ofClass ? parts.group(1) : parts.group(1).replace('-', '_');
        if (!ofClass && !Gates.metrics().contains(metric)) {
            String hint = Suggestion.didYouMean(metric, Gates.metrics());
            throw LeptonException.configuration("Cannot read the gate '" + text + "': there is no metric '" + metric
                    + "'." + (hint.isEmpty() ? " There are: " + String.join(", ", Gates.metrics()) + "." : hint));
        }
        Optional<Double> bound = Optional.of(Double.valueOf(parts.group(4)));
        boolean least = parts.group(3).equals(">=");
        return new Gate(
                metric,
                least ? bound : Optional.empty(),
                least ? Optional.empty() : bound,
                Optional.ofNullable(parts.group(2)),
                judgedBy);
    }
}
