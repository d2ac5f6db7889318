package io.lepton.privacy.column;

import com.google.crypto.tink.prf.Prf;
import io.lepton.privacy.keys.Subkey;
import io.lepton.privacy.noise.RandomBits;
import io.lepton.privacy.noise.ValueMechanism;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import org.apache.spark.sql.api.java.UDF2;

/**
 * A {@link ValueMechanism} as a column function.
 *
 * <p>Spark computes rows more than once: when a task fails, when an executor is lost, when a cached partition does not fit. Each time with
 * new noise, results would lie about that are averaged to the true value. So the random bits are a pseudorandom function of the row's key,
 * its value and all of the noise's settings: the same row always gets the same noise; rows with equal values get unrelated noise, as
 * does a row whose value changed, or that is published again with other settings. The promise of differential privacy then holds against
 * everybody who cannot tell HMAC-SHA256 from a random function.
 */
public final class NoisyValues implements UDF2<Double, String, Double> {
    private static final long serialVersionUID = 2;

    private final ValueMechanism noise;
    private final Subkey key;
    private transient Prf prf;

    /**
     * @param key secret; of it, a subkey is used that depends on the noise's settings
     * @param column and table, in words: others have other noise
     */
    public NoisyValues(ValueMechanism noise, Subkey key, String column) {
        this.noise = noise;
        this.key = key.subkey("noise/" + column + "/" + noise);
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
        return noise.noisy(value, RandomBits.from(new RowBytes(prf, value, row), RowBytes.BLOCK));
    }

    @Override
    public String toString() {
        return "NoisyValues";
    }

    /** HMAC-SHA256 of a counter, a row and its value: the same bytes whenever they are asked for again. */
    private static final class RowBytes implements Consumer<byte[]> {
        static final int BLOCK = 32;

        private final Prf prf;
        private final byte[] input;
        private int counter;

        RowBytes(Prf prf, double value, String row) {
            byte[] text = row.getBytes(StandardCharsets.UTF_8);
            this.prf = prf;
            this.input = ByteBuffer.allocate(Integer.BYTES + Double.BYTES + text.length)
                    .position(Integer.BYTES)
                    .putDouble(value)
                    .put(text)
                    .array();
        }

        @Override
        public void accept(byte[] bytes) {
            ByteBuffer.wrap(input).putInt(counter++);
            try {
                System.arraycopy(prf.compute(input, BLOCK), 0, bytes, 0, BLOCK);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a key that computes nothing", e);
            }
        }
    }
}
