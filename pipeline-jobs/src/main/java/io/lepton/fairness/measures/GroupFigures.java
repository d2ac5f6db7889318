package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Exact;
import java.util.Map;
import java.util.Set;

/**
 * The figures of one group.
 *
 * @param group its name
 * @param judged whether it is large enough to be compared
 * @param ofFewOutcomes figures by which it is not compared even so
 * @param figures by name
 */
public record GroupFigures(String group, boolean judged, Set<String> ofFewOutcomes, Map<String, Estimate> figures) {
    private static final Estimate UNDEFINED = new Exact(Double.NaN);

    /** Whether the group is compared by the figure. */
    public boolean judged(String name) {
        return judged
                && !ofFewOutcomes.contains(name)
                && Double.isFinite(figure(name).value());
    }

    /** A figure by name; undefined if the group has none. */
    public Estimate figure(String name) {
        return figures.getOrDefault(name, UNDEFINED);
    }
}
