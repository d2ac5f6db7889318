package io.lepton.fairness;

import io.lepton.fairness.GroupMetrics.Labelled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An audit of rows of which not all have a label: predictions of all of them are compared, and with what came true where that is known.
 *
 * @param predictions of all rows, by what needs no label
 * @param outcomes of the rows with a label, by what needs one
 * @param contrasts of both
 * @param missing of groups none of whose rows has a label
 */
record PartlyLabelled(
        FairnessReport predictions, FairnessReport outcomes, List<GroupContrast> contrasts, Labelled missing) {

    FairnessReport report() {
        Map<List<String>, GroupMetrics> labelled = new HashMap<>();
        outcomes.groups().forEach(group -> labelled.put(name(group), group));
        List<Disparity> disparities = new ArrayList<>(predictions.disparities());
        disparities.addAll(outcomes.disparities());
        return new FairnessReport(
                predictions.overall().labelledAs(outcomes.overall()),
                predictions.groups().stream()
                        .map(group -> labelled.containsKey(name(group))
                                ? group.labelledAs(labelled.get(name(group)))
                                : group.unlabelled(missing))
                        .toList(),
                Hypotheses.adjusted(disparities),
                contrasts,
                outcomes.curves(),
                predictions.consistency());
    }

    private static List<String> name(GroupMetrics group) {
        return List.of(group.attributes(), group.group());
    }
}
