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
                sample[cell] =
                        counts[cell] == 0 ? 0 : Poisson.draw(counts[cell] * rowsPerWeight, random) / rowsPerWeight;
            }
            drawn[draw] = statistic.applyAsDouble(sample);
        }
        return new Resampled(statistic.applyAsDouble(counts), drawn);
    }
}
