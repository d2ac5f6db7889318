package io.lepton.jobs.check;

import io.lepton.config.Audit;
import io.lepton.config.PipelineFile;
import io.lepton.config.Train;
import io.lepton.config.yaml.Problem;
import io.lepton.config.yaml.Section;
import io.lepton.error.Suggestion;
import io.lepton.fairness.ClassNames;
import io.lepton.fairness.Gates;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether gates name metrics that an audit has, and attributes that it compares. */
final class GateCheck {
    private final PipelineFile file;
    private final List<Problem> problems = new ArrayList<>();

    GateCheck(PipelineFile file) {
        this.file = file;
    }

    List<Problem> problems() {
        List<Audit.Gate> gates = file.pipeline().audit().gates();
        for (int i = 0; i < gates.size(); i++) {
            String at = "audit.gates[" + i + "]";
            if (!gates.get(i).metric().isEmpty()) {
                metric(at + ".metric", gates.get(i));
            }
            String attributeAt = at + ".attribute";
            gates.get(i).attribute().ifPresent(attribute -> attribute(attributeAt, attribute));
        }
        return List.copyOf(problems);
    }

    private void metric(String at, Audit.Gate gate) {
        String name = gate.metric().replace('-', '_');
        Set<String> known = Gates.metrics();
        Train.Task task = file.pipeline().train().task();
        if (ClassNames.isOfClass(name)) {
            if (file.sound("train.task") && (task == Train.Task.BINARY || task == Train.Task.REGRESSION)) {
                add(
                        at,
                        file.places().shown(at, gate.metric()) + " is of one of several classes, and train.task is "
                                + Section.word(task) + ". Name a metric of all rows.");
            }
            return;
        }
        if (!known.contains(name)) {
            String hint = Suggestion.didYouMean(name, known);
            add(
                    at,
                    "there is no metric " + file.places().shown(at, gate.metric()) + "."
                            + (hint.isEmpty() ? " There are: " + String.join(", ", known) : hint));
        } else if (Gates.isPerGroup(name)
                && file.pipeline().audit().protectedAttributes().isEmpty()
                && file.sound("audit.protected-attributes")) {
            add(
                    at,
                    file.places().shown(at, gate.metric())
                            + " is about groups, and audit.protected-attributes names none; the gate would judge nothing");
        }
    }

    private void attribute(String at, String attribute) {
        List<String> known = file.pipeline().audit().protectedAttributes();
        Set<String> parts = Gates.attributesIn(attribute);
        if (!file.sound("audit.protected-attributes")) {
            return;
        }
        if (known.containsAll(parts)) {
            depth(at, attribute, parts.size());
            return;
        }
        String unknown =
                parts.stream().filter(part -> !known.contains(part)).findFirst().orElse(attribute);
        String shown = file.places().isHidden(at) ? file.places().shown(at, unknown) : "'" + unknown + "'";
        add(
                at,
                shown + " is none of audit.protected-attributes (" + String.join(", ", known) + ")."
                        + Suggestion.didYouMean(unknown, known));
    }

    private void depth(String at, String attribute, int attributes) {
        int depth = file.pipeline().audit().intersections();
        if (file.sound("audit.intersections") && attributes > depth) {
            add(
                    at,
                    "%s combines %d attributes, and the audit compares groups of at most %d. Set audit.intersections to %d, or gate an attribute alone."
                            .formatted(file.places().shown(at, attribute), attributes, depth, attributes));
        }
    }

    private void add(String at, String text) {
        problems.add(file.problem(at, text));
    }
}
