package io.lepton.fairness.mitigation;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** A row's lot: the hash of its key and a seed, so that the same person has the same lot whenever and wherever the row is scored. */
public final class Lot {
    private Lot() {}

    /**
     * Even in [0, 1), of 53 bits.
     *
     * @param keys columns that tell rows apart
     */
    public static Column of(long seed, List<Column> keys) {
        List<Column> content = new ArrayList<>(List.of(lit(seed)));
        content.addAll(keys);
        return shiftrightunsigned(xxhash64(content.toArray(Column[]::new)), 11)
                .cast("double")
                .multiply(0x1p-53);
    }
}
