package io.lepton.privacy.scan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a scan of a table found.
 *
 * @param columns in the table's order
 * @param known columns that somebody who looks for a person may know, as many as were looked at together
 * @param sets how far sets of the known columns single people out, the worst first
 */
public record DataProfile(List<ColumnProfile> columns, List<String> known, List<Uniqueness> sets) {

    public DataProfile {
        columns = List.copyOf(columns);
        known = List.copyOf(known);
        sets = List.copyOf(sets);
    }

    /** Of the table. */
    public long rows() {
        return columns.stream().mapToLong(ColumnProfile::rows).findFirst().orElse(0);
    }

    /** Of all known columns together, or of as many as were measured together; empty if there are none. */
    public Optional<Uniqueness> together() {
        return sets.stream().max(Comparator.comparingInt(set -> set.columns().size()));
    }
}
