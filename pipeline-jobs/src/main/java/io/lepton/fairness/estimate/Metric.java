package io.lepton.fairness.estimate;

/** A distance that counts tell, in the sense of a metric space: what is resampled moves it by no more than it moved itself. */
public interface Metric {
    /** NaN where it is undefined. */
    double distance(double[] counts);

    /** How far a sample moved from the counts that it was drawn from: a bound of how far the distance moved. */
    double moved(double[] counts, double[] sample);
}
