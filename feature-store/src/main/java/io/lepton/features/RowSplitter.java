package io.lepton.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Decides by its key which row is held out: the same rows whatever the partitioning and the order. */
public final class RowSplitter {

    /**
     * Adds {@code split}: {@code train} or {@code test}.
     *
     * @param labelColumn whose values keep their proportions (STRATIFIED); absent: all rows are one stratum
     * @throws FeatureException when a split would be empty, or a time is missing
     */
    public Dataset<Row> split(Dataset<Row> rows, List<String> keys, Optional<String> labelColumn, SplitPlan plan) {
        if (List.of(rows.columns()).contains("split")) {
            throw new FeatureException(
                    "Cannot split the rows: they have a column 'split' already, the name of what is added. Rename it in the source, or drop it under anonymize.columns.");
        }
        plan.column().ifPresent(column -> requireColumn(rows, column));
        Dataset<Row> split =
                switch (plan.method()) {
                    case STRATIFIED -> byRank(
                            rows, keys, labelColumn.map(Names::column).orElse(lit(0)), plan);
                    case RANDOM -> byRank(rows, keys, lit(0), plan);
                    case TIME -> byTime(rows, plan);
                    case GROUP -> byHash(rows, List.of(required(plan)), plan);
                };
        requireBoth(split, plan);
        return split;
    }

    /** Exact shares: within a stratum the rows with the lowest hashes are held out, at least one of two. */
    private static Dataset<Row> byRank(Dataset<Row> rows, List<String> keys, Column stratum, SplitPlan plan) {
        Column hash = hash(keys, plan);
        List<Column> order = new ArrayList<>(List.of(hash));
        order.addAll(List.of(Names.columns(keys)));
        Dataset<Row> ranked = rows.withColumn("__stratum", stratum)
                .withColumn(
                        "__rank",
                        row_number().over(Window.partitionBy("__stratum").orderBy(order.toArray(Column[]::new))))
                .withColumn("__rows", count(lit(1)).over(Window.partitionBy("__stratum")));
        Column share = org.apache.spark.sql.functions.round(col("__rows").multiply(plan.testFraction()));
        Column held = when(col("__rows").lt(2), lit(0))
                .otherwise(org.apache.spark.sql.functions.least(
                        org.apache.spark.sql.functions.greatest(share, lit(1.0)),
                        col("__rows").minus(1)));
        return labelled(ranked, col("__rank").leq(held)).drop("__stratum", "__rank", "__rows");
    }

    private static Dataset<Row> byHash(Dataset<Row> rows, List<String> columns, SplitPlan plan) {
        Column uniform = org.apache
                .spark
                .sql
                .functions
                .pmod(hash(columns, plan), lit(1_000_000L))
                .divide(1_000_000.0);
        return labelled(rows, uniform.lt(plan.testFraction()));
    }

    private static Dataset<Row> byTime(Dataset<Row> rows, SplitPlan plan) {
        String column = required(plan);
        Column time = Names.column(column);
        long missing = rows.where(time.isNull()).count();
        if (missing > 0) {
            throw new FeatureException("Cannot split by time: '" + column + "' is missing in " + missing + " rows.");
        }
        long all = rows.count();
        long kept = all - Math.round(all * plan.testFraction());
        List<Row> boundary = rows.select(time.as("time"))
                .orderBy("time")
                .offset((int) Math.min(kept, Integer.MAX_VALUE))
                .limit(1)
                .collectAsList();
        if (boundary.isEmpty()) {
            throw new FeatureException("Cannot split by time: a test-fraction of " + plan.testFraction()
                    + " holds out no row of " + all + ".");
        }
        return labelled(rows, time.geq(lit(boundary.get(0).get(0))));
    }

    private static void requireColumn(Dataset<Row> rows, String column) {
        List<String> columns = List.of(rows.columns());
        if (!columns.contains(column)) {
            throw new FeatureException("Cannot split by '" + column + "': the table has no such column. Its columns: "
                    + String.join(", ", columns) + ".");
        }
    }

    private static Column hash(List<String> columns, SplitPlan plan) {
        List<Column> hashed = new ArrayList<>(List.of(lit(plan.seed())));
        hashed.addAll(List.of(Names.columns(columns)));
        return xxhash64(hashed.toArray(Column[]::new));
    }

    private static Dataset<Row> labelled(Dataset<Row> rows, Column held) {
        return rows.withColumn("split", when(held, lit("test")).otherwise(lit("train")));
    }

    private static String required(SplitPlan plan) {
        return plan.column()
                .orElseThrow(() -> new FeatureException(
                        "Cannot split by " + plan.method() + ": name the column under train.split.column."));
    }

    private static void requireBoth(Dataset<Row> rows, SplitPlan plan) {
        Row counts = rows.agg(
                        count(when(col("split").equalTo("train"), lit(1))),
                        count(when(col("split").equalTo("test"), lit(1))))
                .head();
        for (int i = 0; i < 2; i++) {
            if (counts.getLong(i) == 0) {
                throw new FeatureException(
                        "Cannot split " + (counts.getLong(0) + counts.getLong(1)) + " rows: a test-fraction of "
                                + plan.testFraction() + " leaves no row for " + (i == 0 ? "training" : "the test")
                                + ". Change train.split, or bring more data.");
            }
        }
    }
}
