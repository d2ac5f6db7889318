package io.lepton.privacy.noise;

import java.io.Serializable;

/** Noise for an integer that one person changes by a known amount at most. */
public interface IntegerNoise extends Serializable {
    /** The value with fresh noise; at the ends of the range of {@code long} it stays there. */
    default long added(long value, RandomBits bits) {
        long noise = drawn(bits);
        long sum = value + noise;
        boolean overflown = ((value ^ sum) & (noise ^ sum)) < 0;
        return overflown ? (value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** Noise alone. */
    long drawn(RandomBits bits);

    double standardDeviation();

    /**
     * The smallest half width of an interval around zero that holds the noise with at least this probability.
     *
     * @param confidence between 0 and 1, such as 0.95
     */
    double margin(double confidence);
}
