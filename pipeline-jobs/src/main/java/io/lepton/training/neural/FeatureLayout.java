package io.lepton.training.neural;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Where a layer over features keeps its weights, and what they add to. Its parameters are rows of weights, a row a bin or an unbinned
 * feature, then the biases. With embeddings, the outputs are those of binned features, of groups, and at last the codes of all other
 * features, as they are.
 */
final class FeatureLayout implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int PASSES = -1;

    private final int[] bins;
    private final int[] rows;
    private final int[] targets;
    private final int width;
    private final int weightRows;
    private final int biases;
    private final int outputs;
    private final int rectified;

    private FeatureLayout(
            int[] bins, int[] rows, int[] targets, int width, int weightRows, int biases, int outputs, int rectified) {
        this.bins = bins;
        this.rows = rows;
        this.targets = targets;
        this.width = width;
        this.weightRows = weightRows;
        this.biases = biases;
        this.outputs = outputs;
        this.rectified = rectified;
    }

    /** A layer whose units all see all features. */
    static FeatureLayout dense(InputShape shape, int units, boolean rectifies) {
        int features = shape.features();
        int[] bins = new int[features];
        int[] rows = new int[features];
        int next = 0;
        for (int feature = 0; feature < features; feature++) {
            bins[feature] = shape.bins().get(feature);
            rows[feature] = next;
            next += shape.rows(feature);
        }
        return new FeatureLayout(bins, rows, new int[features], units, next, units, units, rectifies ? units : 0);
    }

    /** A layer that has some units for each binned feature, and for each group. */
    static FeatureLayout embedding(InputShape shape) {
        int features = shape.features();
        int width = shape.embedding();
        int[] bins = new int[features];
        int[] rows = new int[features];
        int[] targets = new int[features];
        int row = 0;
        int output = 0;
        for (int feature = 0; feature < features; feature++) {
            bins[feature] = shape.bins().get(feature);
            if (shape.isBinned(feature)) {
                rows[feature] = row;
                row += shape.rows(feature);
                targets[feature] = output;
                output += width;
            }
        }
        int rectified = output;
        Map<Integer, Integer> outputOfGroup = new HashMap<>();
        for (int feature = 0; feature < features; feature++) {
            if (!shape.isBinned(feature) && shape.isGrouped(feature)) {
                rows[feature] = row++;
                int known = outputOfGroup.computeIfAbsent(shape.groups().get(feature), group -> -1);
                if (known < 0) {
                    outputOfGroup.put(shape.groups().get(feature), output);
                    known = output;
                    output += width;
                }
                targets[feature] = known;
            }
        }
        int biases = output;
        for (int feature = 0; feature < features; feature++) {
            if (!shape.isBinned(feature) && !shape.isGrouped(feature)) {
                rows[feature] = PASSES;
                targets[feature] = output++;
            }
        }
        return new FeatureLayout(bins, rows, targets, width, row, biases, output, rectified);
    }

    int features() {
        return bins.length;
    }

    /** Of a feature; 0: its code is multiplied by one row of weights. */
    int bins(int feature) {
        return bins[feature];
    }

    /** Whether a feature has no weights, and its code becomes an output. */
    boolean passes(int feature) {
        return rows[feature] == PASSES;
    }

    /** The first of a feature's rows of weights. */
    int row(int feature) {
        return rows[feature];
    }

    /** The first output that a feature adds to, or the one that it becomes. */
    int target(int feature) {
        return targets[feature];
    }

    /** Weights in a row. */
    int width() {
        return width;
    }

    int weightRows() {
        return weightRows;
    }

    /** The first outputs have one each. */
    int biases() {
        return biases;
    }

    int outputs() {
        return outputs;
    }

    /** So many outputs, the first ones, are never below 0. */
    int rectified() {
        return rectified;
    }

    int parameters() {
        return Math.addExact(Math.multiplyExact(weightRows, width), biases);
    }

    /** Initial parameters of a layer whose units all see all features (He and others, 2015). */
    float[] weights(long seed) {
        Random random = new Random(seed);
        float[] values = new float[parameters()];
        double deviation = Math.sqrt(2.0 / weightRows);
        for (int i = 0; i < weightRows * width; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    /** Initial parameters of embeddings: uniform, of a variance of 1 / 3 n for n inputs. */
    float[] embeddings(long seed) {
        Random random = new Random(seed);
        float[] values = new float[parameters()];
        for (int feature = 0; feature < features(); feature++) {
            if (passes(feature)) {
                continue;
            }
            double bound = 1 / Math.sqrt(bins[feature] > 0 ? bins[feature] : width);
            int begin = row(feature) * width;
            for (int i = 0; i < Math.max(1, bins[feature]) * width; i++) {
                values[begin + i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
            int bias = weightRows * width + target(feature);
            for (int i = 0; i < width && bins[feature] > 0; i++) {
                values[bias + i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
        }
        return values;
    }
}
