package io.lepton.fairness.resampling;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Numbers of events of a mean: by a table of the distribution, or by the normal distribution where the mean is large. */
final class Poisson {
    private static final double NEARLY_NORMAL = 50;
    /** So little is left to numbers beyond the table. */
    private static final double REST = 1e-12;

    private final double mean;
    private final double deviation;
    /** The probability of at most as many events as the index says; none where the mean is large. */
    private final double[] atMost;

    /** @param mean 0 or more */
    Poisson(double mean) {
        this.mean = mean;
        this.deviation = Math.sqrt(mean);
        this.atMost = mean > NEARLY_NORMAL ? new double[0] : table(mean);
    }

    private static double[] table(double mean) {
        // Ten standard deviations beyond the mean, and some more where that is next to nothing.
        double[] atMost = new double[(int) (mean + 10 * Math.sqrt(mean)) + 16];
        double probability = Math.exp(-mean);
        double sum = 0;
        for (int events = 0; events < atMost.length; events++) {
            sum += probability;
            atMost[events] = sum;
            if (1 - sum < REST && events >= mean) {
                return Arrays.copyOf(atMost, events + 1);
            }
            probability *= mean / (events + 1);
        }
        return atMost;
    }

    double draw(SplittableRandom random) {
        if (atMost.length == 0) {
            return Math.max(0, Math.rint(mean + deviation * random.nextGaussian()));
        }
        return atMost.length == 1 ? 0 : CumulativeShares.place(atMost, random.nextDouble());
    }
}
