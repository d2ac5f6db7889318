package io.lepton.fairness.estimate;

import java.util.SplittableRandom;

/** Draws numbers of events. */
final class Poisson {
    private static final double NEARLY_NORMAL = 50;
    private static final int MOST_EVENTS = 500;

    private Poisson() {}

    /** By going through the probabilities of 0, 1, 2, ... events; by the normal distribution where the mean is large. */
    static double draw(double mean, SplittableRandom random) {
        if (mean > NEARLY_NORMAL) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double probability = Math.exp(-mean);
        double left = random.nextDouble() - probability;
        int events = 0;
        // What is rounded may leave a rest that no probability takes.
        while (left > 0 && events < MOST_EVENTS) {
            events++;
            probability *= mean / events;
            left -= probability;
        }
        return events;
    }
}
