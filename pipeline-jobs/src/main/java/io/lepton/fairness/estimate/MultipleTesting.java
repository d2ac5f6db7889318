package io.lepton.fairness.estimate;

import java.util.Comparator;
import java.util.stream.IntStream;

/** p-values that stay honest where many hypotheses are tested. An untested one (NaN) stays so and does not count. */
public final class MultipleTesting {
    private MultipleTesting() {}

    /** Holm's step-down (1979): the probability of any false alarm among all is at most the level. */
    public static double[] holm(double[] pValues) {
        return holm(pValues, order(pValues).length);
    }

    /** @param tests how many were made or could have been, at least as many as there are p-values */
    public static double[] holm(double[] pValues, long tests) {
        int[] order = order(pValues);
        double[] adjusted = untested(pValues.length);
        double largest = 0;
        for (int i = 0; i < order.length; i++) {
            largest = Math.max(largest, Math.min(1, (tests - i) * pValues[order[i]]));
            adjusted[order[i]] = largest;
        }
        return adjusted;
    }

    /** Benjamini and Hochberg's step-up (1995): the expected share of false alarms among the alarms is at most the level. */
    public static double[] benjaminiHochberg(double[] pValues) {
        return benjaminiHochberg(pValues, order(pValues).length);
    }

    /** @param tests how many were made or could have been, at least as many as there are p-values */
    public static double[] benjaminiHochberg(double[] pValues, long tests) {
        int[] order = order(pValues);
        double[] adjusted = untested(pValues.length);
        double smallest = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            smallest = Math.min(smallest, pValues[order[i]] * tests / (i + 1));
            adjusted[order[i]] = smallest;
        }
        return adjusted;
    }

    private static double[] untested(int size) {
        return IntStream.range(0, size).mapToDouble(i -> Double.NaN).toArray();
    }

    private static int[] order(double[] pValues) {
        return IntStream.range(0, pValues.length)
                .filter(i -> !Double.isNaN(pValues[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
