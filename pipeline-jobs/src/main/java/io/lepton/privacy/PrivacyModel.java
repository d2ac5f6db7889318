package io.lepton.privacy;

import java.util.List;
import java.util.Map;

/**
 * What a table is to guarantee once it is published: every combination of quasi-identifiers is shared by at least k rows (k-anonymity;
 * Samarati and Sweeney, 1998), among which sensitive values are spread as their columns ask for.
 *
 * @param k 2 or more to be of any use; 1 leaves the table as it is
 * @param quasiIdentifiers columns that somebody could know of a person from elsewhere
 * @param suppressionLimit share of rows, 0 to 1, that may be left out where that lowers the loss
 * @param hierarchies by quasi-identifier, for those that have one
 * @param weights by quasi-identifier: what a loss of it costs, 1 where none is given
 * @param sensitive columns that nobody is to learn of a person
 */
public record PrivacyModel(
        int k,
        List<String> quasiIdentifiers,
        double suppressionLimit,
        Map<String, Hierarchy> hierarchies,
        Map<String, Double> weights,
        List<SensitiveColumn> sensitive) {
    public PrivacyModel {
        quasiIdentifiers = List.copyOf(quasiIdentifiers);
        hierarchies = Map.copyOf(hierarchies);
        weights = Map.copyOf(weights);
        sensitive = List.copyOf(sensitive);
    }

    /** k-anonymity alone; no row may be left out. */
    public static PrivacyModel kAnonymity(int k, List<String> quasiIdentifiers) {
        return new PrivacyModel(k, quasiIdentifiers, 0, Map.of(), Map.of(), List.of());
    }

    public PrivacyModel suppressing(double limit) {
        return new PrivacyModel(k, quasiIdentifiers, limit, hierarchies, weights, sensitive);
    }

    public PrivacyModel with(Map<String, Hierarchy> otherHierarchies) {
        return new PrivacyModel(k, quasiIdentifiers, suppressionLimit, otherHierarchies, weights, sensitive);
    }

    public PrivacyModel weighing(Map<String, Double> otherWeights) {
        return new PrivacyModel(k, quasiIdentifiers, suppressionLimit, hierarchies, otherWeights, sensitive);
    }

    public PrivacyModel protecting(SensitiveColumn... columns) {
        return new PrivacyModel(k, quasiIdentifiers, suppressionLimit, hierarchies, weights, List.of(columns));
    }
}
