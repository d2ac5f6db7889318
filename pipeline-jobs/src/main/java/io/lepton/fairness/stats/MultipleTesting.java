package io.lepton.fairness.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Adjusts the p-values of many tests, so that comparing each with one level keeps the errors of all in bounds. Tests of which only the
 * number is known count as if their p-values were 1.
 */
public final class MultipleTesting {
    private MultipleTesting() {}

    /**
     * Holm's step-down method (1979): bounds the chance of any false discovery, whatever the dependence of the tests.
     *
     * @param tests how many were made or could have been, at least as many as there are p-values
     * @return adjusted values in the order of the given ones
     */
    public static double[] holm(double[] pValues, long tests) {
        Integer[] order = ascending(pValues);
        double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int i = 0; i < order.length; i++) {
            largest = Math.max(largest, Math.min(1, (tests - i) * pValues[order[i]]));
            adjusted[order[i]] = largest;
        }
        return adjusted;
    }

    /**
     * Benjamini and Hochberg's step-up method (1995): bounds the expected share of false discoveries among all discoveries, for tests that
     * are independent or positively dependent.
     *
     * @param tests how many were made or could have been, at least as many as there are p-values
     * @return adjusted values in the order of the given ones
     */
    public static double[] benjaminiHochberg(double[] pValues, long tests) {
        Integer[] order = ascending(pValues);
        double[] adjusted = new double[pValues.length];
        double smallest = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            smallest = Math.min(smallest, pValues[order[i]] * tests / (i + 1));
            adjusted[order[i]] = smallest;
        }
        return adjusted;
    }

    private static Integer[] ascending(double... pValues) {
        Integer[] order = IntStream.range(0, pValues.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> pValues[i]));
        return order;
    }
}
