package io.lepton.fairness.postprocessing.thresholds;

import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The best rates that differ between groups by at most a tolerance: all groups' rates are within a window of that width, within it each
 * group
 * takes the rate that is best for it, and the sum is a concave function of where the window begins.
 *
 * @param tolerance (0, 1]
 */
record RelaxedTradeoff(List<RateCurve> curves, double tolerance) {
    /** Halves, nearly, what is left of an interval each: 2e-13 of it. */
    private static final int STEPS = 60;

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** The rates of two kinds of one group. */
    record Rates(double falsePositiveRate, double truePositiveRate) {}

    /** One rate a curve; exact, as the sum is a line between windows that begin or end at a corner. */
    double[] rates() {
        TreeSet<Double> begins = new TreeSet<>();
        for (RateCurve curve : curves) {
            for (double corner : curve.corners()) {
                begins.add(corner);
                begins.add(Math.max(0, corner - tolerance));
            }
        }
        double best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (double begin : begins) {
            double sum = curves.stream()
                    .mapToDouble(curve -> curve.y(within(curve, begin)))
                    .sum();
            if (sum > most) {
                most = sum;
                best = begin;
            }
        }
        double begin = best;
        return curves.stream().mapToDouble(curve -> within(curve, begin)).toArray();
    }

    private double within(RateCurve curve, double begin) {
        return Math.max(begin, Math.min(Math.min(1, begin + tolerance), curve.best()));
    }

    /**
     * Both rates of each curve, which are ROC hulls, where Σ (value · true positive rate − cost · false positive rate) is largest; by
     * Kiefer's
     * golden section search (1953) for where the window of either rate begins.
     *
     * @param values of each group's true positive rate
     * @param costs of each group's false positive rate
     */
    List<Rates> odds(double[] values, double[] costs) {
        double[] alone = new double[curves.size()];
        for (int g = 0; g < alone.length; g++) {
            alone[g] = bestAlone(curves.get(g), values[g], costs[g]);
        }
        double x = argmax(0, 1, begin -> sum(begin, second(begin, alone, values, costs), alone, values, costs));
        double y = second(x, alone, values, costs);
        return IntStream.range(0, alone.length)
                .mapToObj(g -> rates(curves.get(g), x, y, alone[g]))
                .toList();
    }

    private static double bestAlone(RateCurve curve, double value, double cost) {
        double best = 0;
        for (double corner : curve.corners()) {
            boolean better = value * curve.y(corner) - cost * corner > value * curve.y(best) - cost * best;
            best = better ? corner : best;
        }
        return best;
    }

    /** Where the true positive rates' window begins best: not below chance, nor where a group can't follow. */
    private double second(double begin, double[] alone, double[] values, double[] costs) {
        double end = Math.min(1, begin + tolerance);
        double most = curves.stream().mapToDouble(curve -> curve.y(end)).min().orElseThrow();
        return argmax(Math.max(0, begin - tolerance), most, y -> sum(begin, y, alone, values, costs));
    }

    private double sum(double x, double y, double[] alone, double[] values, double[] costs) {
        double sum = 0;
        for (int g = 0; g < alone.length; g++) {
            Rates rates = rates(curves.get(g), x, y, alone[g]);
            sum += values[g] * rates.truePositiveRate - costs[g] * rates.falsePositiveRate;
        }
        return sum;
    }

    /** The best rates of one group within both windows: as near as they let it to what is best for it alone. */
    private Rates rates(RateCurve curve, double x, double y, double alone) {
        double highest = Math.min(1, y + tolerance);
        double least = Math.max(x, curve.reaches(y));
        double most = Math.min(Math.min(1, x + tolerance), curve.reaches(highest));
        double falsePositiveRate = Math.max(least, Math.min(most, alone));
        return new Rates(falsePositiveRate, Math.min(highest, curve.y(falsePositiveRate)));
    }

    private static double argmax(double low, double high, DoubleUnaryOperator concave) {
        double a = low;
        double b = high;
        double c = b - GOLDEN * (b - a);
        double d = a + GOLDEN * (b - a);
        double ofC = concave.applyAsDouble(c);
        double ofD = concave.applyAsDouble(d);
        for (int step = 0; step < STEPS; step++) {
            if (ofC >= ofD) {
                b = d;
                d = c;
                ofD = ofC;
                c = b - GOLDEN * (b - a);
                ofC = concave.applyAsDouble(c);
            } else {
                a = c;
                c = d;
                ofC = ofD;
                d = a + GOLDEN * (b - a);
                ofD = concave.applyAsDouble(d);
            }
        }
        return (a + b) / 2;
    }
}
