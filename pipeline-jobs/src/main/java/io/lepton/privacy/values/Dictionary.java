package io.lepton.privacy.values;

import io.lepton.privacy.recoding.Attribute;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/** The values of one column, numbered in the order in which they were met. A missing value is {@link Attribute#MISSING}. */
public interface Dictionary extends Serializable {
    /** What {@link #find} says of a value that was never added. */
    int UNKNOWN = -2;

    int size();

    /** The code of a row's value, a new one where it is new. */
    int add(InternalRow row, int field);

    int find(InternalRow row, int field);

    /** The code of another dictionary's value, a new one where it is new. */
    int add(Dictionary other, int code);

    /** Equal for equal values in all dictionaries, and well spread. */
    long hash(int code);

    /** As Spark holds it within rows. */
    Object value(int code);

    /** The same values with new codes: {@code order[i]} is the old code of the i-th. */
    Dictionary ordered(int[] order);

    /** The finalizer of MurmurHash3 (public domain): every bit of the result depends on every bit of the input. */
    static long mixed(long bits) {
        long x = bits;
        x = (x ^ x >>> 33) * 0xff51afd7ed558ccdL;
        x = (x ^ x >>> 33) * 0xc4ceb9fe1a85ec53L;
        return x ^ x >>> 33;
    }
}
