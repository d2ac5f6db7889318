package io.lepton.fairness.counting;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Names of groups that are met again and again, by their hashes. A row that has them needs to carry no text: to copy it would take longer than to count
 * the row.
 *
 * @param names by hash, for each attribute
 */
record CommonNames(List<Map<Long, String>> names) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Of fewer bytes a look at the first rows takes longer than it saves. */
    private static final long WORTH_A_LOOK = 64L << 20;

    private static final int ROWS = 2000;
    private static final int MOST_NAMES = 24;

    /** Those of the first rows, where there are many. */
    static CommonNames of(Dataset<Row> rows, List<Column> groups) {
        boolean many =
                rows.queryExecution().optimizedPlan().stats().sizeInBytes().longValue() >= WORTH_A_LOOK;
        List<Map<Long, String>> names = new ArrayList<>();
        groups.forEach(group -> names.add(new HashMap<>()));
        if (!many) {
            return new CommonNames(names);
        }
        List<Column> seen = new ArrayList<>(groups);
        groups.forEach(group -> seen.add(hash(group)));
        for (Row row : rows.select(seen.toArray(Column[]::new)).limit(ROWS).collectAsList()) {
            for (int i = 0; i < groups.size(); i++) {
                Map<Long, String> known = names.get(i);
                if (known.size() < MOST_NAMES) {
                    known.putIfAbsent(row.getLong(groups.size() + i), row.getString(i));
                }
            }
        }
        return new CommonNames(names);
    }

    static Column hash(Column group) {
        return xxhash64(group);
    }

    /** The name of a row's group; null where its hash tells it. */
    Column text(int attribute, Column group) {
        Optional<Column> common = names.get(attribute).keySet().stream()
                .map(known -> hash(group).equalTo(lit(known)))
                .reduce(Column::or);
        return common.map(known -> when(known, lit(null).cast("string")).otherwise(group))
                .orElse(group);
    }

    String name(int attribute, long hash) {
        return names.get(attribute).get(hash);
    }
}
