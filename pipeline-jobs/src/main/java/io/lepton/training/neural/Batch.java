package io.lepton.training.neural;

import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * The rows of a step, in arrays that are filled again and again; rows that are lacking repeat others with weight 0. Where layers are divided,
 * all workers' rows, of which each fills in its own.
 */
final class Batch {
    private final int width;
    private final int outputs;
    private final LayerPeer peer;
    private final int size;

    /** The first of the rows that are this worker's. */
    private final int first;

    private final float[] features;
    private final float[] labels;
    private final float[] weights;

    /** @param size rows that this worker fills in */
    Batch(NetworkShape shape, int size, LayerPeer peer) {
        int rows = Math.multiplyExact(size, peer.split().parts());
        this.width = shape.input().features();
        this.outputs = shape.outputs();
        this.peer = peer;
        this.size = size;
        this.first = peer.part() * size;
        this.features = new float[Math.multiplyExact(rows, width)];
        this.labels = new float[rows];
        this.weights = new float[rows];
    }

    int rows() {
        return weights.length;
    }

    /** The first of the rows that are this worker's. */
    int first() {
        return first;
    }

    /** Codes, row by row. */
    float[] features() {
        return features;
    }

    /** A class's number or a standardized number a row. */
    float[] labels() {
        return labels;
    }

    /** A weight a row. */
    float[] weights() {
        return weights;
    }

    /** What the network is to give out: the labels, or 1 for the class among several. */
    float[] targets() {
        if (outputs == 1) {
            return labels;
        }
        float[] targets = new float[Math.multiplyExact(rows(), outputs)];
        for (int row = 0; row < rows(); row++) {
            targets[row * outputs + (int) labels[row]] = 1;
        }
        return targets;
    }

    /** Takes the next rows of an order; returns the sum of all weights. */
    double fill(TrainingRows rows, IntSupplier order, int count) {
        // Steps divide by the size of the batch, whether or not it is full.
        float scale = (float) size / Math.max(1, count);
        for (int at = first; at < first + count; at++) {
            put(rows, order.getAsInt(), at);
            weights[at] *= scale;
        }
        finish(count);
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** Takes rows that lie together. */
    void fill(TrainingRows rows, int begin, int count) {
        for (int at = 0; at < count; at++) {
            put(rows, begin + at, first + at);
        }
        finish(count);
    }

    private void put(TrainingRows rows, int row, int at) {
        rows.write(row, features, at * width);
        labels[at] = rows.label(row);
        weights[at] = rows.weight(row);
    }

    private void finish(int count) {
        for (int at = count; at < size; at++) {
            System.arraycopy(
                    features, (first + Math.max(0, at - count)) * width, features, (first + at) * width, width);
        }
        Arrays.fill(labels, first + count, first + size, 0);
        Arrays.fill(weights, first + count, first + size, 0);
        peer.gather(features);
        peer.gather(labels);
        peer.gather(weights);
    }
}
