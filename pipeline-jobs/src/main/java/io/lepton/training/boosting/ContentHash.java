package io.lepton.training.boosting;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Stands for a row (features, label, weight): equal rows have equal hashes, in whichever encoding and partition they come. */
final class ContentHash {
    /** One row of so many is held out. */
    private static final int HELD_OUT = 10;

    private ContentHash() {}

    /** A long for each row. */
    static Column column() {
        UDF1<Vector, Long> features = ContentHash::of;
        return xxhash64(
                functions.udf(features, DataTypes.LongType).apply(col("features")), col("label"), col("weight"));
    }

    /** Whether a row is held out; equal rows are on one side. */
    static Column heldOut(Column hash) {
        return pmod(xxhash64(lit("held out"), hash), lit(HELD_OUT)).equalTo(0);
    }

    /** A sum over what is not zero, so that a sparse vector costs no more than its values; {@code vector_to_array} would box each value. */
    private static long of(Vector features) {
        long hash = features.size();
        if (features instanceof SparseVector sparse) {
            int[] indices = sparse.indices();
            double[] values = sparse.values();
            for (int i = 0; i < indices.length; i++) {
                hash += of(indices[i], values[i]);
            }
        } else {
            double[] values = features.toArray();
            for (int i = 0; i < values.length; i++) {
                hash += of(i, values[i]);
            }
        }
        return hash;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long of(int feature, double value) {
        if (value == 0) {
            return 0;
        }
        long z = Double.doubleToLongBits(value) + (feature + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
