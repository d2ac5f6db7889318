package io.lepton.privacy;

import java.util.List;
import java.util.Map;

/**
 * Every combination of quasi-identifiers is shared by at least k rows (Samarati and Sweeney, 1998).
 *
 * @param k 2 or more to be of any use; 1 leaves the table as it is
 * @param quasiIdentifiers columns that somebody could know of a person from elsewhere
 * @param suppressionLimit share of rows, 0 to 1, that may be left out where that lowers the loss
 * @param hierarchies by column, for those that have one
 */
public record KAnonymity(
        int k, List<String> quasiIdentifiers, double suppressionLimit, Map<String, Hierarchy> hierarchies) {
    public KAnonymity {
        quasiIdentifiers = List.copyOf(quasiIdentifiers);
        hierarchies = Map.copyOf(hierarchies);
    }
}
