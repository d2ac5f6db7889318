package io.lepton.privacy.aggregate;

import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is asked for, and what it may cost altogether.
 *
 * @param epsilon of all results together
 * @param delta of all results together; spent only where groups or values are selected
 */
public record PrivateQuery(
        GroupBy groups, Contribution contribution, List<Statistic> statistics, double epsilon, double delta) {
    /** The purpose of selecting groups. */
    public static final String GROUPS = "groups";

    /** @throws LeptonException configuration, if nothing is asked for, or the same twice, or ε or δ is out of range */
    public PrivateQuery {
        statistics = List.copyOf(statistics);
        if (!(epsilon >= 1e-6 && epsilon <= 100) || !(delta >= 0 && delta <= 0.1)) {
            throw LeptonException.configuration(
                    "Cannot release statistics: epsilon is " + epsilon + " and delta " + delta
                            + "; epsilon must be from 0.000001 to 100, and 1 is a common choice; delta from 0 to 0.1, and 1e-6 is"
                            + " a common choice.");
        }
        if (statistics.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot release statistics: none are asked for. Name some with --count, --sum, --mean, --quantiles or"
                            + " --histogram.");
        }
        Set<String> labels = new LinkedHashSet<>();
        for (Statistic statistic : statistics) {
            if (!labels.add(statistic.label())) {
                throw LeptonException.configuration(
                        "Cannot release " + statistic.label() + " twice in one query. Leave one of the two out.");
            }
        }
    }

    /** How ε and δ are shared: every purpose has the same part of ε, and every selection the same part of δ. */
    public List<Share> shares() {
        Map<String, Boolean> selecting = new LinkedHashMap<>();
        if (groups.listed().isEmpty()) {
            selecting.put(GROUPS, true);
        }
        for (Statistic statistic : statistics) {
            statistic.columnWithoutBounds().ifPresent(column -> selecting.put(boundsOf(column), false));
        }
        for (Statistic statistic : statistics) {
            if (statistic instanceof Statistic.ValueHistogram) {
                selecting.put(valuesOf(statistic), true);
            }
            selecting.put(statistic.label(), false);
        }
        long selections =
                selecting.values().stream().filter(Boolean::booleanValue).count();
        // Rounded down, so that the parts never add up to more than the whole.
        double epsilonOfEach = Math.nextDown(epsilon / selecting.size());
        double deltaOfEach = selections == 0 ? 0 : Math.nextDown(delta / selections);
        List<Share> shares = new ArrayList<>();
        selecting.forEach(
                (purpose, selects) -> shares.add(new Share(purpose, epsilonOfEach, selects ? deltaOfEach : 0)));
        return shares;
    }

    /** What is spent of δ: nothing, unless something is selected from the data. */
    public double deltaSpent() {
        return shares().stream().anyMatch(share -> share.delta() > 0) ? delta : 0;
    }

    /** The purpose of estimating a column's bounds. */
    public static String boundsOf(String column) {
        return "bounds of " + column;
    }

    /** The purpose of selecting the values of a histogram. */
    public static String valuesOf(Statistic statistic) {
        return "values of " + statistic.label();
    }
}
