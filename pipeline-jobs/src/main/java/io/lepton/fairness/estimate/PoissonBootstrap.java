package io.lepton.fairness.estimate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

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
    private static final int MOST_EVENTS = 500;

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
        return of(counts, rowsPerWeight, List.of(statistic)).get(0);
    }

    /** Several statistics of the same samples. */
    public List<Resampled> of(double[] counts, double rowsPerWeight, List<ToDoubleFunction<double[]>> statistics) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] drawn = new double[statistics.size()][draws];
        double[] sample = new double[counts.length];
        for (int draw = 0; draw < draws; draw++) {
            for (int cell = 0; cell < counts.length; cell++) {
                sample[cell] = counts[cell] == 0 ? 0 : poisson(counts[cell] * rowsPerWeight, random) / rowsPerWeight;
            }
            for (int each = 0; each < drawn.length; each++) {
                drawn[each][draw] = statistics.get(each).applyAsDouble(sample);
            }
        }
        return IntStream.range(0, drawn.length)
                .mapToObj(each -> new Resampled(statistics.get(each).applyAsDouble(counts), drawn[each]))
                .toList();
    }

    /** By going through the probabilities of 0, 1, 2, ... events; by the normal distribution where the mean is large. */
    private static double poisson(double mean, SplittableRandom random) {
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
