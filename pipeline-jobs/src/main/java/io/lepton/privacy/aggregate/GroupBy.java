package io.lepton.privacy.aggregate;

import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By which columns rows are put into groups, and which groups are no secret.
 *
 * @param columns none for all rows together
 * @param listed keys that are published whatever the table holds, in the order of {@code columns}; rows of other groups are left out.
 *     Empty if groups are to be selected from the data.
 */
public record GroupBy(List<String> columns, Optional<List<List<String>>> listed) {
    private static final int MOST_LISTED = 100_000;

    public GroupBy {
        columns = List.copyOf(columns);
        listed = listed.map(List::copyOf);
    }

    /** All rows together. */
    public static GroupBy nothing() {
        return new GroupBy(List.of(), Optional.of(List.of(List.of())));
    }

    /** Groups that are found in the data, and published if enough people are in them. */
    public static GroupBy selected(List<String> columns) {
        return columns.isEmpty() ? nothing() : new GroupBy(columns, Optional.empty());
    }

    /**
     * All combinations of values that are listed.
     *
     * @throws LeptonException configuration, if values of a column are missing, or there are too many combinations
     */
    public static GroupBy listed(List<String> columns, Map<String, List<String>> values) {
        for (String named : values.keySet()) {
            if (!columns.contains(named)) {
                throw LeptonException.configuration("Cannot list the groups of column '" + named
                        + "': rows are not grouped by it. Name it with --by, too.");
            }
        }
        List<List<String>> keys = List.of(List.of());
        for (String column : columns) {
            if (!values.containsKey(column)) {
                throw LeptonException.configuration("Cannot list the groups: column '" + column
                        + "' has no values listed. List those of every column that rows are grouped by, or of none.");
            }
            keys = crossed(keys, values.get(column).stream().distinct().toList());
        }
        return new GroupBy(columns, Optional.of(keys));
    }

    private static List<List<String>> crossed(List<List<String>> keys, List<String> values) {
        if ((long) keys.size() * values.size() > MOST_LISTED) {
            throw LeptonException.configuration("Cannot list the groups: the values have more than " + MOST_LISTED
                    + " combinations. List fewer values, or group by fewer columns.");
        }
        List<List<String>> longer = new ArrayList<>();
        for (List<String> key : keys) {
            for (String value : values) {
                List<String> extended = new ArrayList<>(key);
                extended.add(value);
                longer.add(List.copyOf(extended));
            }
        }
        return longer;
    }
}
