package io.lepton.fairness.estimate;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Resamples rows by drawing how often each occurs from a Poisson distribution of mean 1 (Chamandy, Muralidharan, Najmi and Naidu 2012). Rows that
 * were counted in a cell are drawn together: the sum of their Poisson numbers is Poisson, too, of the cell's count, so that no row needs to be
 * read again.
 *
 * @param draws how many samples
 * @param seed the same seed and counts make the same samples
 */
public record PoissonBootstrap(int draws, long seed) {
    private static final double NEARLY_NORMAL = 50;

    /** The samples that the audit draws. */
    public static final PoissonBootstrap USUAL = new PoissonBootstrap(1000, 6);

    /**
     * A statistic of counts, with its spread.
     *
     * @param counts weight of the rows by cell
     * @param rowsPerWeight rows that a weight of 1 is worth: 1, or Kish's for weighted rows
     * @param statistic of such counts; NaN where it is undefined
     */
    public Resampled of(double[] counts, double rowsPerWeight, ToDoubleFunction<double[]> statistic) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] drawn = new double[draws];
        double[] sample = new double[counts.length];
        for (int draw = 0; draw < draws; draw++) {
            for (int cell = 0; cell < counts.length; cell++) {
                sample[cell] = counts[cell] == 0 ? 0 : poisson(counts[cell] * rowsPerWeight, random) / rowsPerWeight;
            }
            drawn[draw] = statistic.applyAsDouble(sample);
        }
        return new Resampled(statistic.applyAsDouble(counts), drawn);
    }

    /** By multiplying uniform numbers, as Knuth does; by the normal distribution where the mean is large. */
    private static double poisson(double mean, SplittableRandom random) {
        if (mean > NEARLY_NORMAL) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        int events = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            events++;
        }
        return events;
    }
}
