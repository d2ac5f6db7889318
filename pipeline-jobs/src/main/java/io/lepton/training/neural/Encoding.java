package io.lepton.training.neural;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a network sees of a row: a number a feature, its <em>code</em>. It is the standardized value, or the place among the feature's bins
 * (3.25: a quarter into the fourth), which stands for a piecewise-linear encoding (Gorishniy, Rubachev and Babenko, 2022): one input a
 * bin, 1 for bins that the value is beyond, 0 for bins that it is short of, and how far it is in the bin that it falls in.
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

    boolean isBinned(int feature) {
        return edges[feature].length > 0;
    }

    /** Bins of each feature; 0: it is standardized. */
    List<Integer> bins() {
        List<Integer> bins = new ArrayList<>();
        for (double[] ofFeature : edges) {
            bins.add(Math.max(0, ofFeature.length - 1));
        }
        return bins;
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

    /** The same as training keeps them. */
    float[] zeroCodes() {
        float[] codes = new float[edges.length];
        for (int feature = 0; feature < codes.length; feature++) {
            codes[feature] = (float) code(feature, 0);
        }
        return codes;
    }
}
