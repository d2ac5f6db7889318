package io.lepton.privacy.release;

import io.lepton.privacy.aggregate.Bounds;
import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Release;
import io.lepton.privacy.aggregate.Share;
import io.lepton.privacy.aggregate.Statistic;
import io.lepton.privacy.noise.RandomBits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A query on a table that is answered with differential privacy. Making one checks it against names and types of columns and reads no
 * rows; {@link #release} reads them and draws noise, anew each time, so that each release costs the whole budget of the query.
 */
public final class PrivateAggregation {
    private final Dataset<Row> table;
    private final PrivateQuery query;
    private final Noising noising;
    private final TableColumns columns;

    private PrivateAggregation(Dataset<Row> table, PrivateQuery query, RandomBits bits) {
        this.table = table;
        this.query = query;
        this.noising = new Noising(query, bits);
        this.columns = new TableColumns(table);
    }

    /**
     * With noise from the platform's secure generator.
     *
     * @throws io.lepton.error.LeptonException configuration, if a column is missing or of the wrong type, or the budget is too small or too
     *     large for what is asked
     */
    public static PrivateAggregation of(Dataset<Row> table, PrivateQuery query) {
        return of(table, query, RandomBits.secure());
    }

    /** With noise from other bits; for who knows them there is no privacy. */
    static PrivateAggregation of(Dataset<Row> table, PrivateQuery query, RandomBits bits) {
        PrivateAggregation aggregation = new PrivateAggregation(table, query, bits);
        aggregation.columns.check(query);
        aggregation.noising.check();
        return aggregation;
    }

    /** Whether a histogram of a column counts ranges of numbers, not single values. */
    public static boolean countsRanges(Dataset<Row> table, String column) {
        return new TableColumns(table).holdsNumbers(column);
    }

    /**
     * Reads the table and tells what may be told.
     *
     * @throws io.lepton.error.LeptonException gate, if bounds could not be estimated; what the query costs is spent nevertheless
     */
    public Release release() {
        BoundedRows bounded = new BoundedRows(columns, query);
        Dataset<Row> rows = bounded.of(table);
        boolean reread = query.contribution().person().isPresent() && passes() > 1;
        if (reread) {
            rows.persist(StorageLevel.MEMORY_AND_DISK());
        }
        try {
            return release(bounded, rows);
        } finally {
            if (reread) {
                rows.unpersist();
            }
        }
    }

    private long passes() {
        return 1
                + query.statistics().stream()
                        .filter(statistic ->
                                statistic.columnWithoutBounds().isPresent() || !(statistic instanceof Statistic.Count))
                        .count();
    }

    private Release release(BoundedRows bounded, Dataset<Row> rows) {
        Map<String, Bounds> estimated = new HashMap<>();
        for (Statistic statistic : query.statistics()) {
            statistic
                    .columnWithoutBounds()
                    .ifPresent(column -> estimated.computeIfAbsent(column, unknown -> new BoundsEstimate(
                                    noising.of(PrivateQuery.boundsOf(unknown), 1), noising.bits())
                            .of(rows, bounded.number(unknown), unknown)));
        }
        Results results = new Totals(query, bounded, noising, estimated).of(rows);
        Ranges ranges = new Ranges(bounded, noising, results);
        for (Statistic statistic : query.statistics()) {
            if (statistic instanceof Statistic.NumberHistogram histogram) {
                ranges.addHistogram(rows, histogram, bounds(histogram, estimated));
            } else if (statistic instanceof Statistic.Quantiles quantiles) {
                ranges.addQuantiles(
                        rows, quantiles, bounds(quantiles, estimated), columns.holdsIntegers(quantiles.column()));
            } else if (statistic instanceof Statistic.ValueHistogram histogram) {
                new Values(bounded, noising, results).addHistogram(rows, histogram, query.contribution());
            }
        }
        return new Release(query.groups().columns(), results.inOrder(query.statistics()), estimated);
    }

    private static Bounds bounds(Statistic statistic, Map<String, Bounds> estimated) {
        return statistic
                .bounds()
                .orElseGet(() -> estimated.get(statistic.numbers().orElseThrow()));
    }

    /** How the budget is shared. */
    public List<Share> shares() {
        return query.shares();
    }
}
