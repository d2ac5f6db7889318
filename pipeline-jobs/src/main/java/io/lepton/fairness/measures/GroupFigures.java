package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Exact;
import java.util.Map;

/**
 * The figures of one group.
 *
 * @param group its name
 * @param judged whether it is large enough to be compared
 * @param figures by name
 */
public record GroupFigures(String group, boolean judged, Map<String, Estimate> figures) {
    private static final Estimate UNDEFINED = new Exact(Double.NaN);

    /** A figure by name; undefined if the group has none. */
    public Estimate figure(String name) {
        return figures.getOrDefault(name, UNDEFINED);
    }
}
