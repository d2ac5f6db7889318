package io.lepton.privacy.release;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log2;
import static org.apache.spark.sql.functions.signum;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.privacy.aggregate.Bounds;
import io.lepton.privacy.noise.GeometricNoise;
import io.lepton.privacy.noise.RandomBits;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Bounds of a column from a noised count of its values' orders of magnitude: those of the smallest and the largest order whose count
 * stands out from the noise (the method of Google's library, "ApproxBounds").
 */
final class BoundsEstimate {
    private static final int SMALLEST = -30;
    private static final int LARGEST = 62;
    /** Order 0 is for zero and what is nearly so; others are signed, from 1 for 2^-30 up. */
    private static final int ORDERS = LARGEST - SMALLEST + 1;
    /** How probable it is at most that noise alone makes an order that no value has stand out. */
    private static final double FALSE_ALARM = 1e-3;

    private final GeometricNoise noise;
    private final RandomBits bits;

    BoundsEstimate(GeometricNoise noise, RandomBits bits) {
        this.noise = noise;
        this.bits = bits;
    }

    /**
     * @param name of the column, for the message
     * @throws LeptonException gate, if no order stands out; whether one does is decided by noised counts
     */
    Bounds of(Dataset<Row> rows, Column values, String name) {
        Map<Integer, Long> counts = new HashMap<>();
        for (Row row : rows.where(values.isNotNull())
                .groupBy(order(values).as("order"))
                .agg(count(lit(1)))
                .collectAsList()) {
            counts.put(row.getInt(0), row.getLong(1));
        }
        return of(counts, name);
    }

    private static Column order(Column value) {
        Column magnitude = floor(log2(abs(value)));
        Column known = least(greatest(magnitude, lit((long) SMALLEST)), lit((long) LARGEST));
        return when(abs(value).lt(Math.scalb(1.0, SMALLEST)), lit(0))
                .otherwise(signum(value).multiply(known.plus(1L - SMALLEST)).cast("int"));
    }

    Bounds of(Map<Integer, Long> counts, String name) {
        double threshold = noise.margin(1 - 2 * FALSE_ALARM / (2 * ORDERS + 1));
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
        for (int order = -ORDERS; order <= ORDERS; order++) {
            if (noise.added(counts.getOrDefault(order, 0L), bits) > threshold) {
                lowest = Math.min(lowest, order);
                highest = order;
            }
        }
        if (lowest > highest) {
            throw LeptonException.gate("Cannot estimate bounds of column '" + name
                    + "': too few values for the noise. Give bounds that you know without looking at the data, or ask"
                    + " with a larger epsilon. What was charged for this query stays charged.");
        }
        double lower = lowest > 0 ? edge(lowest) : lowest == 0 ? 0 : -edge(-lowest + 1);
        double upper = highest > 0 ? edge(highest + 1) : highest == 0 ? 0 : -edge(-highest);
        return lower < upper ? new Bounds(lower, upper) : new Bounds(-1, 1);
    }

    /** The smallest magnitude of an order. */
    private static double edge(int order) {
        return Math.scalb(1.0, order - 1 + SMALLEST);
    }
}
