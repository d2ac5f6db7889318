package io.lepton.privacy.release;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;

import io.lepton.privacy.aggregate.Contribution;
import io.lepton.privacy.aggregate.Interval;
import io.lepton.privacy.aggregate.Statistic;
import io.lepton.privacy.noise.GeometricNoise;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Histograms of texts: how many rows of a group hold each value, for the values that enough people have. */
final class Values {
    private final BoundedRows bounded;
    private final Noising noising;
    private final Results results;

    Values(BoundedRows bounded, Noising noising, Results results) {
        this.bounded = bounded;
        this.noising = noising;
        this.results = results;
    }

    /** @param contribution whose person, if any, tells people apart */
    void addHistogram(Dataset<Row> rows, Statistic.ValueHistogram histogram, Contribution contribution) {
        Column[] keys = bounded.keys();
        Column[] withValue = Arrays.copyOf(keys, keys.length + 1);
        withValue[keys.length] = bounded.text(histogram.column());
        Column people = contribution.rowsPerGroup() > 1 ? countDistinct(col(BoundedRows.PERSON)) : count(lit(1));
        Iterator<Row> counted = rows.groupBy(withValue)
                .agg(count(lit(1)).as("rows"), people.as("people"))
                .toLocalIterator();
        PartitionSelection selection = noising.values(histogram);
        GeometricNoise noise = noising.of(histogram.label(), 1);
        Map<GroupKey, Long> noised = new TreeMap<>();
        while (counted.hasNext()) {
            Row row = counted.next();
            GroupKey group = GroupKey.of(row, keys.length);
            if (results.groups().contains(group) && selection.keeps(row.getLong(keys.length + 2), noising.bits())) {
                noised.put(
                        GroupKey.of(row, keys.length + 1), noise.added(row.getLong(keys.length + 1), noising.bits()));
            }
        }
        double margin = noise.margin(Results.CONFIDENCE);
        noised.forEach((key, count) -> {
            GroupKey group = new GroupKey(key.values().subList(0, keys.length));
            Optional<String> value = key.values().get(keys.length);
            results.add(group, histogram, value, count, Interval.around(count, margin));
        });
    }
}
