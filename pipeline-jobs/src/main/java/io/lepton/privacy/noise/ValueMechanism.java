package io.lepton.privacy.noise;

import java.io.Serializable;

/**
 * Noise for one value of a person, whatever the value is: local differential privacy of that value. What is promised holds for each
 * draw; the same value noised twice has lost twice.
 */
public interface ValueMechanism extends Serializable {
    /** The value, clamped to the bounds and noised; the result may lie outside of the bounds. Not-a-number counts as the lower bound. */
    double noisy(double value, RandomBits bits);

    /** Of the noise, in units of the value. */
    double standardDeviation();

    /**
     * The half width of an interval around zero that holds the noise with at least this probability, in units of the value.
     *
     * @param confidence between 0 and 1, such as 0.95
     */
    double margin(double confidence);
}
