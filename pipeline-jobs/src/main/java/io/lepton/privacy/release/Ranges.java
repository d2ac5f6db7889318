package io.lepton.privacy.release;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.lepton.privacy.aggregate.Bounds;
import io.lepton.privacy.aggregate.Interval;
import io.lepton.privacy.aggregate.Statistic;
import io.lepton.privacy.noise.GeometricNoise;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Histograms of numbers, and quantiles: what is read off the counts of values in many small ranges, one group at a time. */
final class Ranges {
    private final BoundedRows bounded;
    private final Noising noising;
    private final Results results;

    Ranges(BoundedRows bounded, Noising noising, Results results) {
        this.bounded = bounded;
        this.noising = noising;
        this.results = results;
    }

    void addHistogram(Dataset<Row> rows, Statistic.NumberHistogram histogram, Bounds bounds) {
        GeometricNoise noise = noising.of(histogram.label(), 1);
        double margin = noise.margin(Results.CONFIDENCE);
        List<String> labels = labels(bounds, histogram.bins());
        Column range = Cells.range(bounded.number(histogram.column()), bounds, histogram.bins());
        forEachGroup(counts(rows, histogram.column(), range), (group, counts) -> {
            for (int bin = 0; bin < histogram.bins(); bin++) {
                double value = noise.added(counts.getOrDefault(bin, 0L), noising.bits());
                results.add(group, histogram, Optional.of(labels.get(bin)), value, Interval.around(value, margin));
            }
        });
    }

    /** @param integers whether the column holds integers, to which quantiles are rounded */
    void addQuantiles(Dataset<Row> rows, Statistic.Quantiles quantiles, Bounds bounds, boolean integers) {
        GeometricNoise noise = noising.of(quantiles.label(), QuantileTree.LEVELS);
        Column leaf = Cells.range(bounded.number(quantiles.column()), bounds, QuantileTree.LEAVES);
        forEachGroup(counts(rows, quantiles.column(), leaf), (group, counts) -> {
            QuantileTree tree = new QuantileTree(counts, noise, noising.bits());
            double margin = tree.rankMargin();
            for (double rank : quantiles.ranks()) {
                results.add(
                        group,
                        quantiles,
                        Optional.of(plain(rank)),
                        value(tree, rank, bounds, integers),
                        new Interval(
                                value(tree, rank - margin, bounds, integers),
                                value(tree, rank + margin, bounds, integers)));
            }
        });
    }

    private static double value(QuantileTree tree, double rank, Bounds bounds, boolean integers) {
        double value = bounds.lower() + tree.position(rank) * bounds.width();
        return integers ? Math.rint(value) : value;
    }

    /** A row a group: its key, and pairs of a range and how many values are in it. */
    private Dataset<Row> counts(Dataset<Row> rows, String column, Column range) {
        Column[] keys = bounded.keys();
        Column[] withRange = Arrays.copyOf(keys, keys.length + 1);
        withRange[keys.length] = col("range");
        return rows.where(bounded.number(column).isNotNull())
                .withColumn("range", range)
                .groupBy(withRange)
                .agg(count(lit(1)).as("n"))
                .groupBy(keys)
                .agg(collect_list(struct("range", "n")).as("counts"));
    }

    /** Groups that may not be named are passed over; those that have no row are empty. */
    private void forEachGroup(Dataset<Row> groups, BiConsumer<GroupKey, Map<Integer, Long>> use) {
        Set<GroupKey> missing = new HashSet<>(results.groups());
        Iterator<Row> rows = groups.toLocalIterator();
        while (rows.hasNext()) {
            Row row = rows.next();
            GroupKey key = GroupKey.of(row, row.size() - 1);
            if (missing.remove(key)) {
                Map<Integer, Long> counts = new HashMap<>();
                for (Row pair : row.<Row>getList(row.size() - 1)) {
                    counts.put(pair.getInt(0), pair.getLong(1));
                }
                use.accept(key, counts);
            }
        }
        missing.forEach(key -> use.accept(key, Map.of()));
    }

    private static List<String> labels(Bounds bounds, int bins) {
        return IntStream.range(0, bins)
                .mapToObj(bin -> "[" + edge(bounds, bins, bin) + ", " + edge(bounds, bins, bin + 1)
                        + (bin == bins - 1 ? "]" : ")"))
                .toList();
    }

    private static String edge(Bounds bounds, int bins, int index) {
        double edge = bounds.lower() + bounds.width() * index / bins;
        return new BigDecimal(edge)
                .round(new MathContext(10))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String plain(double rank) {
        return BigDecimal.valueOf(rank).stripTrailingZeros().toPlainString();
    }
}
