package io.lepton.fairness.counting;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The finest groups that are met again and again, by a hash of their names. A row of one needs to carry no text: to copy it would take longer than to
 * count the row.
 *
 * @param names of each attribute, by hash, the most common first
 */
record CommonNames(LinkedHashMap<Long, List<String>> names) implements Serializable {
    @Serial
    private static final long serialVersionUID = 2L;

    /** Of fewer bytes a look at the first rows takes longer than it saves. */
    private static final long WORTH_A_LOOK = 64L << 20;

    private static final int ROWS = 2000;
    private static final int MOST_NAMES = 32;

    /** Those of the first rows, where there are many. */
    static CommonNames of(Dataset<Row> rows, List<Column> groups) {
        if (rows.queryExecution().optimizedPlan().stats().sizeInBytes().longValue() < WORTH_A_LOOK) {
            return new CommonNames(new LinkedHashMap<>());
        }
        List<Column> seen = new ArrayList<>(groups);
        seen.add(hash(groups));
        Map<Long, List<String>> found = new HashMap<>();
        Map<Long, Integer> times = new HashMap<>();
        for (Row row : rows.select(seen.toArray(Column[]::new)).limit(ROWS).collectAsList()) {
            long hash = row.getLong(groups.size());
            times.merge(hash, 1, Integer::sum);
            found.computeIfAbsent(hash, unseen -> texts(row, groups.size()));
        }
        LinkedHashMap<Long, List<String>> common = new LinkedHashMap<>();
        times.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_NAMES)
                .forEach(each -> common.put(each.getKey(), found.get(each.getKey())));
        return new CommonNames(common);
    }

    private static List<String> texts(Row row, int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(row.getString(i));
        }
        return List.copyOf(texts);
    }

    /** Of 64 bits: of a thousand groups two have the same once in 10¹³ times. */
    static Column hash(List<Column> groups) {
        return groups.isEmpty() ? lit(0L) : xxhash64(groups.toArray(Column[]::new));
    }

    /** The names of a row's group as a struct; null where its hash tells them. */
    Column texts(List<Column> groups) {
        Column texts = struct(groups.toArray(Column[]::new));
        return names.keySet().stream()
                .map(known -> hash(groups).notEqual(lit(known)))
                .reduce(Column::and)
                .map(unknown -> when(unknown, texts))
                .orElse(texts);
    }

    /** @param hash of a row that carries no texts */
    List<String> of(long hash) {
        return names.get(hash);
    }
}
