package io.lepton.training.neural;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/**
 * Weighted means and variances of features and label over rows (features, label, weight), by Welford's updates and Chan, Golub and
 * LeVeque's merge, with missing values (NaN) left out. Zeros that a sparse row doesn't hold are added once, at the end. Mutable.
 */
final class Moments implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Deviations below this share of the mean are rounding errors of a constant. */
    private static final double CONSTANT = 1e-12;

    private double[] weight = new double[0];
    private double[] mean = new double[0];
    private double[] squares = new double[0];
    private double[] missing = new double[0];
    private long[] seen = new long[0];
    private boolean[] varies = new boolean[0];
    private final double[] label = new double[3];
    private final double[] classes;
    private long rows;
    private int fewest = Integer.MAX_VALUE;
    private int infinite = -1;

    /** @param classes that labels number; 0: labels are quantities */
    Moments(int classes) {
        this.classes = new double[classes];
    }

    long rows() {
        return rows;
    }

    /** Features of the longest row. */
    int features() {
        return mean.length;
    }

    /** Features of the shortest row. */
    int fewestFeatures() {
        return rows == 0 ? 0 : fewest;
    }

    /** A feature that is infinite in some row; negative when none is. */
    int infiniteFeature() {
        return infinite;
    }

    double totalWeight() {
        return label[0];
    }

    /** Sum of weights of each class's rows. */
    double[] classWeights() {
        return classes.clone();
    }

    void add(Vector features, double y, double w) {
        rows++;
        if (classes.length > 0) {
            classes[(int) y] += w;
        }
        fewest = Math.min(fewest, features.size());
        grow(features.size());
        double[] values;
        if (features instanceof SparseVector sparse) {
            int[] indices = sparse.indices();
            values = sparse.values();
            for (int i = 0; i < values.length; i++) {
                add(indices[i], values[i], w);
            }
        } else {
            values = features.toArray();
            for (int i = 0; i < values.length; i++) {
                add(i, values[i], w);
            }
        }
        label[0] += w;
        double delta = y - label[1];
        label[1] += delta * w / label[0];
        label[2] += w * delta * (y - label[1]);
    }

    private void add(int feature, double value, double w) {
        if (Double.isNaN(value)) {
            missing[feature] += w;
            seen[feature]++;
        } else if (Double.isInfinite(value)) {
            infinite = feature;
        } else if (value != 0) {
            weight[feature] += w;
            seen[feature]++;
            varies[feature] |= value != 1 && !isShare(value);
            double delta = value - mean[feature];
            mean[feature] += delta * w / weight[feature];
            squares[feature] += w * delta * (value - mean[feature]);
        }
    }

    /** Adds another's rows; the same order of merges gives the same bits. */
    Moments merge(Moments other) {
        grow(other.features());
        for (int i = 0; i < other.features(); i++) {
            double[] merged = merged(weight[i], mean[i], squares[i], other.weight[i], other.mean[i], other.squares[i]);
            weight[i] = merged[0];
            mean[i] = merged[1];
            squares[i] = merged[2];
            missing[i] += other.missing[i];
            seen[i] += other.seen[i];
            varies[i] |= other.varies[i];
        }
        System.arraycopy(
                merged(label[0], label[1], label[2], other.label[0], other.label[1], other.label[2]), 0, label, 0, 3);
        for (int i = 0; i < classes.length; i++) {
            classes[i] += other.classes[i];
        }
        rows += other.rows;
        fewest = Math.min(fewest, other.fewest);
        infinite = Math.max(infinite, other.infinite);
        return this;
    }

    private static double[] merged(double w1, double m1, double s1, double w2, double m2, double s2) {
        double w = w1 + w2;
        if (w == 0) {
            return new double[3];
        }
        double delta = m2 - m1;
        return new double[] {w, m1 + delta * w2 / w, s1 + s2 + delta * delta * w1 * w2 / w};
    }

    Scaling scaling(boolean ofLabel) {
        double[] means = new double[features()];
        double[] rates = new double[features()];
        for (int i = 0; i < means.length; i++) {
            // The difference of weights is never exactly 0, and a constant feature would seem to vary.
            double zeros = seen[i] == rows ? 0 : Math.max(0, totalWeight() - weight[i] - missing[i]);
            double[] all = merged(weight[i], mean[i], squares[i], zeros, 0, 0);
            double deviation = deviation(all);
            boolean isFlag = !varies[i] && deviation > 0;
            means[i] = isFlag ? 0 : all[1];
            rates[i] = isFlag ? 1 : deviation == 0 ? 0 : 1 / deviation;
        }
        double deviation = deviation(label);
        return new Scaling(means, rates, ofLabel ? label[1] : 0, ofLabel && deviation > 0 ? deviation : 1);
    }

    /** 1, 1/2, 1/3 and so on: what a category is given that a row has for certain, or as one of several. */
    private static boolean isShare(double value) {
        double parts = Math.rint(1 / value);
        return value > 0 && parts >= 1 && Math.abs(value * parts - 1) < 1e-6;
    }

    private static double deviation(double[] moments) {
        double deviation = moments[0] == 0 ? 0 : Math.sqrt(moments[2] / moments[0]);
        return deviation <= CONSTANT * Math.abs(moments[1]) ? 0 : deviation;
    }

    private void grow(int size) {
        if (mean.length < size) {
            weight = Arrays.copyOf(weight, size);
            mean = Arrays.copyOf(mean, size);
            squares = Arrays.copyOf(squares, size);
            missing = Arrays.copyOf(missing, size);
            seen = Arrays.copyOf(seen, size);
            varies = Arrays.copyOf(varies, size);
        }
    }
}
