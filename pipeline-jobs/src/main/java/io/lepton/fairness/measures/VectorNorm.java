package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Metric;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * A distance that is the norm of what counts make: of differences of groups, or of probabilities and frequencies.
 *
 * @param vector of counts
 * @param norm of a vector
 */
record VectorNorm(UnaryOperator<double[]> vector, ToDoubleFunction<double[]> norm) implements Metric {
    @Override
    public double distance(double[] counts) {
        return norm.applyAsDouble(vector.apply(counts));
    }

    @Override
    public double moved(double[] counts, double[] sample) {
        double[] before = vector.apply(counts);
        double[] after = vector.apply(sample);
        for (int i = 0; i < after.length; i++) {
            after[i] -= before[i];
        }
        return norm.applyAsDouble(after);
    }

    /** The largest entry. */
    static double largest(double[] vector) {
        double largest = 0;
        for (double entry : vector) {
            largest = Math.max(largest, Math.abs(entry));
        }
        return largest;
    }

    /** The sum of all entries. */
    static double sum(double[] vector) {
        double sum = 0;
        for (double entry : vector) {
            sum += Math.abs(entry);
        }
        return sum;
    }

    static double euclidean(double[] vector) {
        double squares = 0;
        for (double entry : vector) {
            squares += entry * entry;
        }
        return Math.sqrt(squares);
    }
}
