package io.lepton.training.boosting;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What one pass over the rows tells before any is trained on.
 *
 * @param rows that there are
 * @param largestLabel of them
 * @param content sums over hashes of the rows, the same in any order; zeros where nobody asked for them
 */
public record RowCensus(long rows, double largestLabel, Content content) {
    private static final long LOW = 0xFFFFFFFFL;

    /** Sums of the lower and the upper halves of hashes: so many rows as there can be don't make them overflow. */
    public record Content(long lower, long upper) {}

    /**
     * Counts rows with features, label and weight.
     *
     * @throws LeptonException (data) when there are none, or some without a label or a weight
     */
    public static RowCensus of(Dataset<Row> rows) {
        return of(rows, lit(0L));
    }

    /** The same, with sums that stand for the content of the rows. */
    public static RowCensus withContent(Dataset<Row> rows) {
        return of(rows, ContentHash.column());
    }

    private static RowCensus of(Dataset<Row> rows, Column hash) {
        Column unusable = col("label")
                .isNull()
                .or(col("label").isNaN())
                .or(col("weight").isNull())
                .or(col("weight").isNaN())
                .or(col("weight").lt(0))
                .or(col("features").isNull());
        Row counted = rows.select(unusable.as("unusable"), col("label"), hash.as("hash"))
                .agg(
                        count(lit(1)),
                        max("label"),
                        count(when(col("unusable"), 1)),
                        sum(col("hash").bitwiseAND(lit(LOW))),
                        sum(shiftrightunsigned(col("hash"), 32)))
                .head();
        if (counted.getLong(0) == 0) {
            throw LeptonException.data(
                    "Cannot train xgboost: there are no rows. Check the split and the filters before it.");
        }
        if (counted.getLong(2) > 0) {
            throw LeptonException.data("Cannot train xgboost: " + counted.getLong(2)
                    + " rows have no features, no label or no weight of 0 or more. Leave them out of the training"
                    + " rows.");
        }
        return new RowCensus(
                counted.getLong(0), counted.getDouble(1), new Content(counted.getLong(3), counted.getLong(4)));
    }

    /** Names the training of just these rows by this plan, whoever runs it on however many workers. */
    public String fingerprint(BoostingPlan plan) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((this + " " + plan).getBytes(StandardCharsets.UTF_8));
            return "xgboost-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
