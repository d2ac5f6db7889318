package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.io.Serializable;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/**
 * A network's outputs for one row, in plain Java: y = W₃ relu(W₂ relu(W₁ z + b₁) + b₂) + b₃. A row begins as the first layer's answer to
 * zeros, and only values that aren't zero are added, so that sparse rows cost what they hold; hidden units at rest cost nothing either.
 * Immutable, hence safe for threads.
 */
final class FeedForward implements Serializable {
    private static final long serialVersionUID = 1L;

    private final NetworkShape shape;
    private final Scaling scaling;
    private final double[] zeros;
    private final double[][] weights;
    private final double[][] biases;

    FeedForward(Network network) {
        this.shape = network.shape();
        this.scaling = network.scaling();
        this.zeros = scaling.ofZeros();
        this.weights = new double[shape.layers()][];
        this.biases = new double[shape.layers()][];
        for (int layer = 0; layer < shape.layers(); layer++) {
            weights[layer] = byInput(network, layer);
            biases[layer] = biases(network, layer);
        }
        for (int feature = 0; feature < zeros.length; feature++) {
            add(biases[0], zeros[feature], weights[0], feature);
        }
    }

    /** All weights out of the first input, then all out of the second: an input's contribution is one run over memory. */
    private static double[] byInput(Network network, int layer) {
        int inputs = network.shape().inputsOf(layer);
        int outputs = network.shape().outputsOf(layer);
        int offset = network.shape().offsetOf(layer);
        double[] transposed = new double[inputs * outputs];
        for (int in = 0; in < inputs; in++) {
            for (int out = 0; out < outputs; out++) {
                transposed[in * outputs + out] = network.parameters()[offset + out * inputs + in];
            }
        }
        return transposed;
    }

    private static double[] biases(Network network, int layer) {
        int offset = network.shape().offsetOf(layer + 1) - network.shape().outputsOf(layer);
        double[] biases = new double[network.shape().outputsOf(layer)];
        for (int out = 0; out < biases.length; out++) {
            biases[out] = network.parameters()[offset + out];
        }
        return biases;
    }

    /**
     * The last layer's sums: two classes' log odds, several classes' logits, or a standardized number.
     *
     * @throws IllegalArgumentException when the row has not the features that the network was trained with
     */
    double[] outputs(Vector features) {
        if (features.size() != shape.inputs()) {
            throw new IllegalArgumentException("Cannot score with a neural network: the row has " + features.size()
                    + " features and the network was trained with " + shape.inputs() + ".");
        }
        double[] first = biases[0].clone();
        if (features instanceof SparseVector sparse) {
            int[] indices = sparse.indices();
            double[] values = sparse.values();
            for (int i = 0; i < values.length; i++) {
                addFeature(first, indices[i], values[i]);
            }
        } else {
            double[] values = features.toArray();
            for (int i = 0; i < values.length; i++) {
                addFeature(first, i, values[i]);
            }
        }
        return throughTheRest(first);
    }

    private void addFeature(double[] first, int feature, double value) {
        if (value != 0) {
            add(first, scaling.standardized(feature, value) - zeros[feature], weights[0], feature);
        }
    }

    private double[] throughTheRest(double[] first) {
        double[] sums = first;
        for (int layer = 1; layer < weights.length; layer++) {
            double[] next = biases[layer].clone();
            for (int in = 0; in < sums.length; in++) {
                if (sums[in] > 0) {
                    add(next, sums[in], weights[layer], in);
                }
            }
            sums = next;
        }
        return sums;
    }

    private static void add(double[] sums, double input, double[] weights, int in) {
        int offset = in * sums.length;
        for (int out = 0; out < sums.length; out++) {
            sums[out] += input * weights[offset + out];
        }
    }

    /**
     * The loss that training lowers, summed over rows by weight: cross-entropy, or squared error of standardized numbers.
     *
     * @return the sum, then the sum of weights
     */
    double[] loss(TrainingRows rows) {
        double[] total = new double[2];
        for (int row = 0; row < rows.size(); row++) {
            double[] first = biases[0].clone();
            rows.visit(row, (feature, z) -> add(first, z - zeros[feature], weights[0], feature));
            total[0] += rows.weight(row) * loss(throughTheRest(first), rows.label(row));
            total[1] += rows.weight(row);
        }
        return total;
    }

    private double loss(double[] outputs, double label) {
        if (shape.task() == TaskType.REGRESSION) {
            return (outputs[0] - label) * (outputs[0] - label);
        }
        if (shape.task() == TaskType.BINARY) {
            double wrongWay = label > 0.5 ? -outputs[0] : outputs[0];
            return Math.max(0, wrongWay) + Math.log1p(Math.exp(-Math.abs(wrongWay)));
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (double output : outputs) {
            largest = Math.max(largest, output);
        }
        double sum = 0;
        for (double output : outputs) {
            sum += Math.exp(output - largest);
        }
        return largest + Math.log(sum) - outputs[(int) label];
    }
}
