package io.lepton.privacy.release;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** The values that rows of a group share; empty where the table has none. */
record GroupKey(List<Optional<String>> values) implements Comparable<GroupKey> {
    private static final Comparator<Optional<String>> MISSING_LAST =
            Comparator.comparing((Optional<String> value) -> value.isEmpty()).thenComparing(value -> value.orElse(""));

    GroupKey {
        values = List.copyOf(values);
    }

    static GroupKey of(List<String> listed) {
        return new GroupKey(listed.stream().map(Optional::of).toList());
    }

    /** From the first columns of a row. */
    static GroupKey of(Row row, int width) {
        List<Optional<String>> values = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            values.add(Optional.ofNullable(row.getString(i)));
        }
        return new GroupKey(values);
    }

    @Override
    public int compareTo(GroupKey other) {
        for (int i = 0; i < values.size(); i++) {
            int order = MISSING_LAST.compare(values.get(i), other.values.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
