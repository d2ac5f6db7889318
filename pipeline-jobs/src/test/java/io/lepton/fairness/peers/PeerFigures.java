package io.lepton.fairness.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GroupMetrics;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What a peer makes of a case.
 *
 * @param figures of all rows ("overall"), and of each attribute and pair ("sets") those of each group and the disparities; null: undefined
 */
record PeerFigures(JsonNode figures) {
    private static final double TOLERANCE = 1e-6;

    /**
     * Compares ours, of the same rows, with each.
     *
     * @return the names of those that were compared and are numbers
     */
    Set<String> compare(FairnessReport report) {
        Set<String> compared = new TreeSet<>(compare("overall", figures.path("overall"), report.overall()));
        figures.path("sets").fields().forEachRemaining(set -> {
            Map<String, GroupMetrics> groups = report.groups().stream()
                    .filter(group -> group.attributes().equals(set.getKey()))
                    .collect(Collectors.toMap(GroupMetrics::group, group -> group));
            JsonNode theirs = set.getValue().path("groups");
            assertThat(groups).as(set.getKey()).hasSize(theirs.size());
            groups.forEach((name, ours) -> {
                assertThat(theirs.has(name)).as(name).isTrue();
                compared.addAll(compare(set.getKey() + ": " + name, theirs.path(name), ours));
            });
            Map<String, Disparity> disparities = report.disparities().stream()
                    .filter(disparity -> disparity.attributes().equals(set.getKey()))
                    .collect(Collectors.toMap(Disparity::metric, disparity -> disparity));
            compared.addAll(
                    compare(set.getKey(), set.getValue().path("disparities"), disparities.keySet(), name -> disparities
                            .get(name)
                            .value()));
        });
        return compared;
    }

    private static Set<String> compare(String what, JsonNode theirs, GroupMetrics ours) {
        Set<String> both = new TreeSet<>(ours.metrics().keySet());
        // An undefined figure is left out of ours.
        theirs.fieldNames().forEachRemaining(both::add);
        return compare(what, theirs, both, ours::metric);
    }

    private static Set<String> compare(String what, JsonNode theirs, Set<String> names, ToDoubleFunction<String> ours) {
        Set<String> compared = new TreeSet<>();
        for (String name : names) {
            if (theirs.path(name).isNumber()) {
                assertThat(ours.applyAsDouble(name))
                        .as(what + ": " + name)
                        .isCloseTo(theirs.path(name).doubleValue(), within(TOLERANCE));
                compared.add(name);
            } else if (theirs.path(name).isNull()) {
                assertThat(ours.applyAsDouble(name)).as(what + ": " + name).isNaN();
            }
        }
        return compared;
    }
}
