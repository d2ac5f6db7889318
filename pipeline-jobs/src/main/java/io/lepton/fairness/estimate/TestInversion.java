package io.lepton.fairness.estimate;

import io.lepton.fairness.resampling.Resampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Draws counts by hypotheses about how far apart groups are, and sees how far apart each seems: a parametric bootstrap along a line.
 *
 * @param draws how many samples of each hypothesis, of that of no distance more
 * @param seed the same seed and counts make the same samples
 */
public record TestInversion(int draws, long seed) {
    /** The samples that the audit draws. */
    public static final TestInversion USUAL = new TestInversion(200, 6);

    /** Times as many samples of no distance, which is the one that readers ask about. */
    private static final int MORE_OF_NONE = 3;

    /** Hypotheses beside that of no distance. */
    private static final int STEPS = 6;
    /** As far to either side of what was found, in standard deviations, hypotheses lie; beyond they are extended. */
    private static final double REACH = 4;
    /** The least part of what samples show that a hypothesis as found is taken to explain. */
    private static final double LEAST_PART = 1e-3;

    /** What an interval is to hold. */
    public enum Truth {
        /** The distance of what is expected. */
        DISTANCE,
        /** The root of the mean square of samples' distances: for what grows with chance in truth, too, as with few ranks. */
        ROOT_MEAN_SQUARE
    }

    /**
     * Distances of counts, by the same samples.
     *
     * @param counts weight of the rows by cell
     * @param resampling how they came about
     * @param alternatives to the counts, in weights
     * @param truth of a hypothesis
     * @param distances of such counts; NaN where undefined
     */
    public List<Distance> of(
            double[] counts,
            Resampling resampling,
            Alternatives alternatives,
            Truth truth,
            List<ToDoubleFunction<double[]>> distances) {
        Sampling sampling = new Sampling(
                resampling,
                alternatives,
                truth,
                distances,
                // Other counts have other samples: what these have by chance must not be the same for all groups.
                new SplittableRandom(seed
                        + Arrays.hashCode(Arrays.stream(counts)
                                .mapToLong(count -> Math.round(count * resampling.rowsPerWeight()))
                                .toArray())));
        List<Hypothesis> none = sampling.hypotheses(0);
        List<Hypothesis> asFound = sampling.hypotheses(1);
        double[] found = distances.stream()
                .mapToDouble(distance -> distance.applyAsDouble(counts))
                .toArray();
        List<List<Hypothesis>> all = new ArrayList<>();
        all.add(none);
        for (double share : shares(found, none, asFound)) {
            all.add(sampling.hypotheses(share));
        }
        return IntStream.range(0, found.length)
                .mapToObj(each -> Distance.of(
                        found[each],
                        asFound.get(each).deviation(),
                        new Line(all.stream()
                                .map(hypotheses -> hypotheses.get(each))
                                .toList())))
                .toList();
    }

    /** Steps that hold the ends of all intervals: distances add up to chance about as legs to a hypotenuse. */
    private static double[] shares(double[] found, List<Hypothesis> none, List<Hypothesis> asFound) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (int each = 0; each < found.length; each++) {
            Hypothesis near = none.get(each);
            Hypothesis far = asFound.get(each);
            double reach = REACH * Math.max(near.deviation(), far.deviation());
            double farther = far.mean() * far.mean() - near.mean() * near.mean();
            double perShare = Math.sqrt(Math.max(farther, LEAST_PART * far.mean() * far.mean()));
            low = Math.min(low, leg(found[each] - reach, near.mean()) / perShare);
            high = Math.max(high, leg(Math.max(found[each], near.mean()) + reach, near.mean()) / perShare);
        }
        if (!(high > 0) || Double.isInfinite(high)) {
            return new double[0];
        }
        double from = low;
        double width = (high - low) / (low > 0 ? STEPS - 1 : STEPS);
        return IntStream.range(0, STEPS)
                .mapToDouble(step -> from + width * (from > 0 ? step : step + 1))
                .toArray();
    }

    private static double leg(double hypotenuse, double other) {
        return hypotenuse <= other ? 0 : Math.sqrt(hypotenuse * hypotenuse - other * other);
    }

    /** What samples of a hypothesis show. */
    private final class Sampling {
        private final Resampling resampling;
        private final Alternatives alternatives;
        private final Truth truth;
        private final List<ToDoubleFunction<double[]>> distances;
        private final SplittableRandom random;

        Sampling(
                Resampling resampling,
                Alternatives alternatives,
                Truth truth,
                List<ToDoubleFunction<double[]>> distances,
                SplittableRandom random) {
            this.resampling = resampling;
            this.alternatives = alternatives;
            this.truth = truth;
            this.distances = distances;
            this.random = random;
        }

        /** One of each distance. */
        List<Hypothesis> hypotheses(double share) {
            double[] expected = alternatives.expected(share);
            int size = share == 0 ? MORE_OF_NONE * draws : draws;
            double[][] seen = new double[distances.size()][size];
            Resampling.Samples samples = share == 0 ? resampling.ofNone(expected) : resampling.of(expected);
            double[] sample = new double[expected.length];
            for (int draw = 0; draw < size; draw++) {
                samples.draw(random, sample);
                for (int each = 0; each < seen.length; each++) {
                    seen[each][draw] = distances.get(each).applyAsDouble(sample);
                }
            }
            // The nearer to none, the less of what samples vary by is known from the groups as they are.
            double known = Math.min(1, share * share);
            double widening = 1 + known * (resampling.widening(expected) - 1);
            return IntStream.range(0, seen.length)
                    .mapToObj(each -> Hypothesis.of(
                            truth(share, distances.get(each).applyAsDouble(expected), seen[each]),
                            widening,
                            Arrays.stream(seen[each]).filter(Double::isFinite).toArray()))
                    .toList();
        }

        private double truth(double share, double distance, double... seen) {
            return switch (truth) {
                    // What is rounded may be above 0 where there is no distance.
                case DISTANCE -> share == 0 ? 0 : distance;
                case ROOT_MEAN_SQUARE -> Math.sqrt(Arrays.stream(seen)
                        .filter(Double::isFinite)
                        .map(each -> each * each)
                        .average()
                        .orElse(Double.NaN));
            };
        }
    }
}
