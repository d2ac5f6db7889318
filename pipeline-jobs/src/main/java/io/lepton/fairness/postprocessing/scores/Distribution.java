package io.lepton.fairness.postprocessing.scores;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A distribution function as a line through points, strictly ascending, and its inverse. A value's rank is the share of the weight below
 * it and half of that at it; the ends of the range have ranks 0 and 1.
 */
@SuppressWarnings("ArrayRecordComponent") // two columns of numbers; nothing compares distributions
record Distribution(double[] values, double[] ranks) {

    /**
     * Of positives.
     *
     * @param tables at least one with a positive
     * @param low no score is below
     * @param high no score is above; more than low
     * @param most points, at least 2, that are spread evenly over the ranks where there are more values
     */
    static Distribution ofPositives(Collection<ScoreTable> tables, double low, double high, int most) {
        TreeMap<Double, Double> weights = new TreeMap<>();
        for (ScoreTable table : tables) {
            for (int bin = 0; bin < table.size(); bin++) {
                if (table.positives()[bin] > 0) {
                    weights.merge(table.middle(bin), table.positives()[bin], Double::sum);
                }
            }
        }
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        List<double[]> points = new ArrayList<>();
        points.add(new double[] {low, 0});
        double below = 0;
        double enough = 0;
        for (Map.Entry<Double, Double> weight : weights.entrySet()) {
            double rank = (below + weight.getValue() / 2) / total;
            below += weight.getValue();
            boolean inside = weight.getKey() > low && weight.getKey() < high;
            if (inside && rank > points.get(points.size() - 1)[1] && rank >= enough && rank < 1) {
                points.add(new double[] {weight.getKey(), rank});
                enough = weights.size() > most ? rank + 1.0 / most : 0;
            }
        }
        points.add(new double[] {high, 1});
        return new Distribution(
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray());
    }

    double rank(double value) {
        return interpolated(values, ranks, value);
    }

    double value(double rank) {
        return interpolated(ranks, values, rank);
    }

    /** Both ascending; at least two points. */
    static double interpolated(double[] from, double[] to, double at) {
        int found = Arrays.binarySearch(from, at);
        if (found >= 0) {
            return to[found];
        }
        int next = Math.max(1, Math.min(from.length - 1, -found - 1));
        double share = (at - from[next - 1]) / (from[next] - from[next - 1]);
        double value = to[next - 1] + share * (to[next] - to[next - 1]);
        return Math.max(to[next - 1], Math.min(to[next], value));
    }
}
