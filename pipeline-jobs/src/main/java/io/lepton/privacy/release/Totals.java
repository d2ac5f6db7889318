package io.lepton.privacy.release;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.lepton.privacy.aggregate.Bounds;
import io.lepton.privacy.aggregate.Interval;
import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Statistic;
import io.lepton.privacy.noise.GeometricNoise;
import io.lepton.privacy.noise.Grid;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts, sums and means of all groups in one pass, and which groups may be named. What is not noised leaves a group's row only here. */
final class Totals {
    private final PrivateQuery query;
    private final BoundedRows bounded;
    private final Noising noising;
    private final Map<String, Bounds> estimated;

    Totals(PrivateQuery query, BoundedRows bounded, Noising noising, Map<String, Bounds> estimated) {
        this.query = query;
        this.bounded = bounded;
        this.noising = noising;
        this.estimated = estimated;
    }

    Results of(Dataset<Row> rows) {
        List<Column> totals = new ArrayList<>();
        totals.add(sum(col(BoundedRows.FIRST).cast("long")).as("people"));
        totals.add(count(lit(1)).as("rows"));
        for (Statistic statistic : query.statistics()) {
            if (statistic instanceof Statistic.Sum || statistic instanceof Statistic.Mean) {
                Column value = bounded.number(statistic.numbers().orElseThrow());
                totals.add(sum(Cells.cell(distance(value, statistic), grid(statistic)))
                        .as("cells " + statistic.label()));
                totals.add(count(value).as("values " + statistic.label()));
            }
        }
        Column[] aggregates = totals.stream().skip(1).toArray(Column[]::new);
        Iterator<Row> groups =
                rows.groupBy(bounded.keys()).agg(totals.get(0), aggregates).toLocalIterator();
        return query.groups().listed().isPresent() ? listed(groups) : selected(groups);
    }

    private Results listed(Iterator<Row> groups) {
        List<GroupKey> keys =
                query.groups().listed().orElseThrow().stream().map(GroupKey::of).toList();
        Results results = new Results(keys);
        Map<GroupKey, Row> found = new TreeMap<>();
        groups.forEachRemaining(row -> found.put(key(row), row));
        keys.forEach(key -> add(results, key, Optional.ofNullable(found.get(key))));
        return results;
    }

    /** Rows of groups that are not kept are forgotten at once. */
    private Results selected(Iterator<Row> groups) {
        PartitionSelection selection = noising.groups();
        Map<GroupKey, Row> kept = new TreeMap<>();
        while (groups.hasNext()) {
            Row row = groups.next();
            if (selection.keeps(row.getLong(row.fieldIndex("people")), noising.bits())) {
                kept.put(key(row), row);
            }
        }
        Results results = new Results(kept.keySet());
        kept.forEach((key, row) -> add(results, key, Optional.of(row)));
        return results;
    }

    private GroupKey key(Row row) {
        return GroupKey.of(row, query.groups().columns().size());
    }

    private void add(Results results, GroupKey key, Optional<Row> row) {
        for (Statistic statistic : query.statistics()) {
            String label = statistic.label();
            if (statistic instanceof Statistic.Count) {
                GeometricNoise noise = noising.of(label, 1);
                results.add(
                        key,
                        statistic,
                        noise.added(total(row, "rows"), noising.bits()),
                        noise.margin(Results.CONFIDENCE));
            } else if (statistic instanceof Statistic.Sum) {
                Grid grid = grid(statistic);
                GeometricNoise noise = noising.of(label, grid.highest());
                results.add(
                        key,
                        statistic,
                        grid.value(noise.added(total(row, "cells " + label), noising.bits())),
                        Math.scalb(noise.margin(Results.CONFIDENCE), grid.exponent()));
            } else if (statistic instanceof Statistic.Mean) {
                mean(results, key, statistic, row);
            }
        }
    }

    /** A noised sum of distances from the middle of the bounds, over a noised count (Li, Lyu, Su, Yang, 2016, section 2.5). */
    private void mean(Results results, GroupKey key, Statistic statistic, Optional<Row> row) {
        String label = statistic.label();
        Bounds bounds = bounds(statistic);
        Grid grid = grid(statistic);
        GeometricNoise sumNoise = noising.half(label, grid.highest());
        GeometricNoise countNoise = noising.half(label, 1);
        double sum = grid.value(sumNoise.added(total(row, "cells " + label), noising.bits()));
        double count = countNoise.added(total(row, "values " + label), noising.bits());
        // Both hold with 97.5 %, and so together with 95 %.
        double each = 1 - (1 - Results.CONFIDENCE) / 2;
        double sumMargin = Math.scalb(sumNoise.margin(each), grid.exponent());
        double countMargin = countNoise.margin(each);
        double fewest = Math.max(1, count - countMargin);
        double most = Math.max(1, count + countMargin);
        double low = sum - sumMargin;
        double high = sum + sumMargin;
        results.add(
                key,
                statistic,
                Optional.empty(),
                within(bounds, sum / Math.max(1, count)),
                new Interval(
                        within(bounds, Math.min(low / fewest, low / most)),
                        within(bounds, Math.max(high / fewest, high / most))));
    }

    private static double within(Bounds bounds, double distance) {
        return Math.min(Math.max(bounds.middle() + distance, bounds.lower()), bounds.upper());
    }

    private static long total(Optional<Row> row, String name) {
        return row.filter(found -> !found.isNullAt(found.fieldIndex(name)))
                .map(found -> found.getLong(found.fieldIndex(name)))
                .orElse(0L);
    }

    /** What is summed: the value itself, or for means its distance from the middle. */
    private Column distance(Column value, Statistic statistic) {
        Bounds bounds = bounds(statistic);
        Column clamped = Cells.clamped(value, bounds);
        return statistic instanceof Statistic.Mean ? clamped.minus(lit(bounds.middle())) : clamped;
    }

    private Grid grid(Statistic statistic) {
        Bounds bounds = bounds(statistic);
        return Cells.grid(
                statistic instanceof Statistic.Mean
                        ? bounds.width() / 2
                        : Math.max(Math.abs(bounds.lower()), Math.abs(bounds.upper())));
    }

    private Bounds bounds(Statistic statistic) {
        return statistic
                .bounds()
                .orElseGet(() -> estimated.get(statistic.numbers().orElseThrow()));
    }
}
