package io.lepton.training.boosting;

import java.nio.ByteBuffer;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Features as the floats that XGBoost takes, in bytes: half of what Spark's vectors are in a shuffle, and without objects on either side.
 *
 * <p>Dense: 0 (int), then a float a feature. Sparse: the number of features (int), then a number (int) and a float for each that is not zero.
 */
final class PackedFeatures {
    private static final int DENSE = 0;

    private PackedFeatures() {}

    /** Packs the column {@code features}. */
    static Column column() {
        UDF1<Vector, byte[]> pack = PackedFeatures::pack;
        return functions.udf(pack, DataTypes.BinaryType).apply(functions.col("features"));
    }

    static byte[] pack(Vector features) {
        int entries = features instanceof SparseVector sparse ? sparse.indices().length : Integer.MAX_VALUE;
        return 2L * entries < features.size() ? sparse((SparseVector) features) : dense(features.toArray());
    }

    private static byte[] dense(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + values.length * Float.BYTES);
        bytes.putInt(DENSE);
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        return bytes.array();
    }

    private static byte[] sparse(SparseVector features) {
        int[] indices = features.indices();
        double[] values = features.values();
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + values.length * (Integer.BYTES + Float.BYTES));
        bytes.putInt(features.size());
        for (int i = 0; i < values.length; i++) {
            bytes.putInt(indices[i]);
            bytes.putFloat((float) values[i]);
        }
        return bytes.array();
    }

    /** One float a feature. */
    static float[] unpack(byte[] packed) {
        ByteBuffer bytes = ByteBuffer.wrap(packed);
        int size = bytes.getInt();
        if (size != DENSE) {
            float[] values = new float[size];
            while (bytes.hasRemaining()) {
                int feature = bytes.getInt();
                values[feature] = bytes.getFloat();
            }
            return values;
        }
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
