package io.lepton.training.neural;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Edges of bins that hold about as many values each. A value that alone fills a bin is an edge, and the rest is divided anew, so that
 * frequent values (the zeros of a column that is mostly zero) take none of the bins of the rest.
 */
final class Bins {
    /** With fewer distinct values, a straight line says the same or nearly. */
    private static final int FEWEST_EDGES = 3;

    private Bins() {}

    /**
     * @param values of a sample; missing ones (NaN) are left out
     * @param bins at most
     * @return ascending edges, the least and the largest value among them; empty when there are too few distinct values
     */
    static double[] edges(double[] values, int bins) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (bins == 0 || sorted.length == 0) {
            return new double[0];
        }
        List<Double> edges = new ArrayList<>();
        edges.add(sorted[0]);
        int left = sorted.length;
        int inBin = 0;
        for (int begin = 0, end; begin < sorted.length; begin = end) {
            end = begin + 1;
            while (end < sorted.length && sorted[end] == sorted[begin]) {
                end++;
            }
            inBin += end - begin;
            left -= end - begin;
            int binsLeft = bins - edges.size() + 1;
            boolean full = (long) inBin * binsLeft >= inBin + left;
            if (full && binsLeft > 1 && sorted[begin] > edges.get(edges.size() - 1)) {
                edges.add(sorted[begin]);
                inBin = 0;
            }
        }
        double largest = sorted[sorted.length - 1];
        if (largest > edges.get(edges.size() - 1)) {
            edges.add(largest);
        }
        return edges.size() < FEWEST_EDGES
                ? new double[0]
                : edges.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
