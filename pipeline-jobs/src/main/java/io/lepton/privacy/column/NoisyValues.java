package io.lepton.privacy.column;

import com.google.crypto.tink.prf.Prf;
import io.lepton.privacy.keys.Subkey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.api.java.UDF2;

/**
 * {@link Noise} as a column function.
 *
 * <p>Spark computes rows more than once: when a task fails, when an executor is lost, when a cached partition does not fit. Each time with
 * new noise, results would lie about that are averaged to the true value. So the random bits are a pseudorandom function of the row's key,
 * its value and all of the noise's settings: the same row always gets the same noise; rows with equal values get unrelated noise, as
 * does a row whose value changed, or that is published again with other settings. The promise of differential privacy then holds against
 * everybody who cannot tell HMAC-SHA256 from a random function.
 */
public final class NoisyValues implements UDF2<Double, String, Double> {
    private static final long serialVersionUID = 1;

    private final Noise noise;
    private final Subkey key;
    private transient Prf prf;

    /**
     * @param key secret; of it, a subkey is used that depends on the noise's settings
     * @param column and table, in words: others have other noise
     */
    public NoisyValues(Noise noise, Subkey key, String column) {
        this.noise = noise;
        this.key = key.subkey("noise/" + column + "/" + noise.purpose());
    }

    /** @param row what tells the row from all others */
    @Override
    public Double call(Double value, String row) {
        if (value == null) {
            return null;
        }
        if (prf == null) {
            prf = key.prf();
        }
        byte[] text = row.getBytes(StandardCharsets.UTF_8);
        byte[] input = ByteBuffer.allocate(Double.BYTES + text.length)
                .putDouble(value)
                .put(text)
                .array();
        return noise.noisy(value, new RowRandom(prf, input));
    }

    @Override
    public String toString() {
        return "NoisyValues";
    }
}
