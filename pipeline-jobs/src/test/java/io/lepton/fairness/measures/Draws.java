package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Figures of people who are drawn from models whose true figures are known, and how often 95 % intervals hold these. Draws are made beside each other.
 *
 * @param of the model, for the line that each simulation prints
 * @param number of draws: of 10,000 the standard error of a coverage is 0.2 %
 */
record Draws(String of, int number) {
    /** The share of the draws whose interval holds the truth. */
    double covered(double truth, Function<SplittableRandom, Estimate> figure) {
        return covered(Map.of("", truth), random -> Map.of("", figure.apply(random)))
                .get("");
    }

    /** The same of several figures of the same draws. */
    <K> Map<K, Double> covered(Map<K, Double> truths, Function<SplittableRandom, Map<K, Estimate>> figures) {
        return held(truths, random -> {
            Map<K, Interval> intervals = new TreeMap<>();
            figures.apply(random).forEach((each, figure) -> intervals.put(each, figure.interval(Estimate.CONFIDENCE)));
            return intervals;
        });
    }

    /** The same of intervals, those of what is no truth left out. */
    <K> Map<K, Double> held(Map<K, Double> truths, Function<SplittableRandom, Map<K, Interval>> intervals) {
        Map<K, int[]> held = new TreeMap<>();
        truths.keySet().forEach(each -> held.put(each, new int[number]));
        IntStream.range(0, number).parallel().forEach(draw -> {
            Map<K, Interval> found = intervals.apply(new SplittableRandom(draw));
            truths.forEach((each, truth) -> held.get(each)[draw] = holds(found.get(each), truth));
        });
        Map<K, Double> covered = new TreeMap<>();
        held.forEach((each, times) -> {
            covered.put(each, IntStream.of(times).average().orElseThrow());
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: the truth %.4f is held by %.2f %% of %d intervals%n",
                    of,
                    each,
                    truths.get(each),
                    100 * covered.get(each),
                    number);
        });
        return covered;
    }

    private static int holds(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }

    /** Rows by cell, of so many rows. */
    static double[] counts(double[] shares, int size, SplittableRandom random) {
        double[] counts = new double[shares.length];
        for (int i = 0; i < size; i++) {
            double left = random.nextDouble() - shares[0];
            int at = 0;
            while (left > 0 && at + 1 < shares.length) {
                left -= shares[++at];
            }
            counts[at]++;
        }
        return counts;
    }
}
