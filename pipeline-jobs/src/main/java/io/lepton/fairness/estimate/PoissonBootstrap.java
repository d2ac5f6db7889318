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
        double[] drawn = new double[draws];
        draw(counts, rowsPerWeight, (draw, sample) -> drawn[draw] = statistic.applyAsDouble(sample));
        return new Resampled(statistic.applyAsDouble(counts), drawn);
    }

    /** Distances of counts, of the same samples. */
    public List<Distance> distances(double[] counts, double rowsPerWeight, List<Metric> metrics) {
        double[][] drawn = new double[metrics.size()][draws];
        double[][] moves = new double[metrics.size()][draws];
        draw(counts, rowsPerWeight, (draw, sample) -> {
            for (int each = 0; each < drawn.length; each++) {
                drawn[each][draw] = metrics.get(each).distance(sample);
                moves[each][draw] = metrics.get(each).moved(counts, sample);
            }
        });
        return IntStream.range(0, drawn.length)
                .mapToObj(each -> Distance.of(metrics.get(each).distance(counts), drawn[each], moves[each]))
                .toList();
    }

    private interface Sampled {
        void use(int draw, double[] sample);
    }

    private void draw(double[] counts, double rowsPerWeight, Sampled sampled) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] sample = new double[counts.length];
        for (int draw = 0; draw < draws; draw++) {
            for (int cell = 0; cell < counts.length; cell++) {
                sample[cell] = counts[cell] == 0 ? 0 : poisson(counts[cell] * rowsPerWeight, random) / rowsPerWeight;
            }
            sampled.use(draw, sample);
        }
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
