package io.lepton.training.neural;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a network sees of a row. A feature is standardized, or encoded piecewise-linearly (Gorishniy, Rubachev and Babenko, 2022): one
 * input a bin, 1 for bins that the value is beyond, 0 for bins that it is short of, and how far it is in the bin that it falls in. Rows
 * are kept in one number a feature, its <em>code</em>: the standardized value, or the place among the bins (3.25: a quarter into the
 * fourth), which becomes inputs only where a batch is filled.
 *
 * @param edges of each feature's bins, ascending: one more than bins; none: the feature is standardized
 */
record Encoding(Scaling scaling, double[][] edges) implements Serializable {

    /** All features standardized. */
    static Encoding standardized(Scaling scaling) {
        double[][] none = new double[scaling.features()][];
        Arrays.fill(none, new double[0]);
        return new Encoding(scaling, none);
    }

    int features() {
        return edges.length;
    }

    int inputs() {
        int inputs = 0;
        for (int feature = 0; feature < edges.length; feature++) {
            inputs += inputsOf(feature);
        }
        return inputs;
    }

    boolean isBinned(int feature) {
        return edges[feature].length > 0;
    }

    int inputsOf(int feature) {
        return isBinned(feature) ? edges[feature].length - 1 : 1;
    }

    /** The first input of each feature. */
    int[] offsets() {
        int[] offsets = new int[edges.length];
        for (int feature = 1; feature < offsets.length; feature++) {
            offsets[feature] = offsets[feature - 1] + inputsOf(feature - 1);
        }
        return offsets;
    }

    /** A missing value is taken for the mean. */
    double code(int feature, double value) {
        if (!isBinned(feature)) {
            return scaling.standardized(feature, value);
        }
        return place(edges[feature], Double.isNaN(value) ? scaling.means()[feature] : value);
    }

    private static double place(double[] edges, double value) {
        int last = edges.length - 1;
        if (value <= edges[0]) {
            return 0;
        }
        if (value >= edges[last]) {
            return last;
        }
        int found = Arrays.binarySearch(edges, value);
        int bin = found >= 0 ? found : -found - 2;
        return bin + (value - edges[bin]) / (edges[bin + 1] - edges[bin]);
    }

    /** The codes of a row of zeros. */
    double[] ofZeros() {
        double[] zeros = new double[edges.length];
        for (int feature = 0; feature < zeros.length; feature++) {
            zeros[feature] = code(feature, 0);
        }
        return zeros;
    }

    /** Writes the inputs that stand for a code. */
    void expand(int feature, float code, float[] into, int at) {
        if (!isBinned(feature)) {
            into[at] = code;
            return;
        }
        int bins = edges[feature].length - 1;
        int bin = Math.min((int) code, bins - 1);
        Arrays.fill(into, at, at + bin, 1);
        into[at + bin] = code - bin;
        Arrays.fill(into, at + bin + 1, at + bins, 0);
    }
}
