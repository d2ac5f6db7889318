package io.lepton.jobs.scoretable;

import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GateDecision;
import java.util.List;

/**
 * What an audit of a score table found.
 *
 * @param labelled whether any label was known; otherwise only predictions were compared
 * @param rows of the table
 * @param withoutLabel rows whose label is not known, where others' are
 * @param withoutProbabilities rows of which the probability of a class is missing, or none: of no row is told then what needs all
 * @param classes their names by number, where the table holds words
 */
public record AuditedScores(
        FairnessReport fairness,
        List<GateDecision> gates,
        boolean labelled,
        long rows,
        long withoutLabel,
        long withoutProbabilities,
        List<String> classes) {

    public AuditedScores {
        gates = List.copyOf(gates);
        classes = List.copyOf(classes);
    }

    public List<GateDecision> refusals() {
        return gates.stream().filter(gate -> !gate.passed()).toList();
    }
}
