package io.lepton.training.neural;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/**
 * A network's outputs for one row, in plain Java. A row begins as the first layer's answer to zeros, and only values that aren't zero are
 * added, so that sparse rows cost what they hold; a binned feature costs what a plain one does, as the sums of its bins' weights are kept;
 * batch normalization is multiplied into the layers beside it; hidden units at rest cost nothing. Immutable, hence safe for threads.
 */
final class FeedForward implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Encoding encoding;
    private final double[] zeros;
    private final double[] ofZeros;
    private final double[][] tables;
    private final List<Step> steps;

    FeedForward(Network network) {
        this.encoding = network.encoding();
        this.zeros = encoding.ofZeros();
        Iterator<Layered> layers = Layered.of(network).iterator();
        NetworkShape shape = network.shape();
        Dense first;
        if (shape.isResidual()) {
            first = (Dense) layers.next();
            this.steps = residual(layers, shape.hidden().size());
        } else {
            List<Dense> all = perceptron(layers);
            first = all.get(0);
            this.steps = List.copyOf(all.subList(1, all.size()));
        }
        this.tables = new double[encoding.features()][];
        this.ofZeros = first.biases().clone();
        int[] offsets = encoding.offsets();
        for (int feature = 0; feature < tables.length; feature++) {
            tables[feature] = encoding.isBinned(feature)
                    ? ofBins(first, offsets[feature], feature)
                    : ofValue(first, offsets[feature], feature);
        }
    }

    /** A layer as the parameters have it. */
    private sealed interface Layered extends Serializable {
        static List<Layered> of(Network network) {
            List<Layered> layers = new ArrayList<>();
            int offset = 0;
            for (NetworkShape.Layer layer : network.shape().layers()) {
                layers.add(
                        layer.kind() == NetworkShape.Kind.DENSE
                                ? Dense.of(network.parameters(), offset, layer)
                                : Scale.of(network.parameters(), offset, layer.outputs()));
                offset += layer.parameters();
            }
            return layers;
        }
    }

    private interface Step extends Serializable {
        double[] apply(double[] inputs);
    }

    private static List<Dense> perceptron(Iterator<Layered> layers) {
        List<Dense> dense = new ArrayList<>();
        while (layers.hasNext()) {
            Layered layer = layers.next();
            if (layer instanceof Scale scale) {
                dense.add(dense.remove(dense.size() - 1).then(scale));
            } else {
                dense.add(dense.isEmpty() ? (Dense) layer : ((Dense) layer).rectifying());
            }
        }
        return dense;
    }

    private static List<Step> residual(Iterator<Layered> layers, int blocks) {
        List<Step> steps = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            Scale normalized = (Scale) layers.next();
            Dense into = ((Dense) layers.next()).after(normalized);
            steps.add(new Block(into, ((Dense) layers.next()).rectifying()));
        }
        steps.add((Scale) layers.next());
        steps.add(((Dense) layers.next()).rectifying());
        return List.copyOf(steps);
    }

    /** What a place among the bins adds to the sums of a row of zeros: for each edge, the weights of all bins below it. */
    private double[] ofBins(Dense first, int input, int feature) {
        int units = first.biases().length;
        int bins = encoding.inputsOf(feature);
        double[] table = new double[(bins + 1) * units];
        for (int bin = 0; bin < bins; bin++) {
            for (int unit = 0; unit < units; unit++) {
                table[(bin + 1) * units + unit] =
                        table[bin * units + unit] + first.weights()[(input + bin) * units + unit];
            }
        }
        double[] ofZero = new double[units];
        addBetween(ofZero, table, zeros[feature]);
        for (int i = 0; i < table.length; i++) {
            table[i] -= ofZero[i % units];
        }
        add(ofZeros, 1, ofZero, 0);
        return table;
    }

    private double[] ofValue(Dense first, int input, int feature) {
        int units = first.biases().length;
        double[] weights = new double[units];
        System.arraycopy(first.weights(), input * units, weights, 0, units);
        add(ofZeros, zeros[feature], weights, 0);
        return weights;
    }

    /**
     * The last layer's sums: two classes' log odds, several classes' logits, or a standardized number.
     *
     * @throws IllegalArgumentException when the row has not the features that the network was trained with
     */
    double[] outputs(Vector features) {
        if (features.size() != encoding.features()) {
            throw new IllegalArgumentException("Cannot score with a neural network: the row has " + features.size()
                    + " features and the network was trained with " + encoding.features() + ".");
        }
        double[] sums = ofZeros.clone();
        if (features instanceof SparseVector sparse) {
            int[] indices = sparse.indices();
            double[] values = sparse.values();
            for (int i = 0; i < values.length; i++) {
                addFeature(sums, indices[i], values[i]);
            }
        } else {
            double[] values = features.toArray();
            for (int i = 0; i < values.length; i++) {
                addFeature(sums, i, values[i]);
            }
        }
        for (Step step : steps) {
            sums = step.apply(sums);
        }
        return sums;
    }

    private void addFeature(double[] sums, int feature, double value) {
        if (value == 0) {
            return;
        }
        double code = encoding.code(feature, value);
        if (encoding.isBinned(feature)) {
            addBetween(sums, tables[feature], code);
        } else {
            add(sums, code - zeros[feature], tables[feature], 0);
        }
    }

    /** Adds a table's rows before and after a place, each by how near it is. */
    private static void addBetween(double[] sums, double[] table, double place) {
        int before = Math.min((int) place, table.length / sums.length - 2);
        double beyond = place - before;
        int offset = before * sums.length;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (1 - beyond) * table[offset + i] + beyond * table[offset + sums.length + i];
        }
    }

    private static void add(double[] sums, double input, double[] weights, int in) {
        int offset = in * sums.length;
        for (int out = 0; out < sums.length; out++) {
            sums[out] += input * weights[offset + out];
        }
    }

    /**
     * y = W x + b, or y = W relu(x) + b.
     *
     * @param weights all out of the first input, then all out of the second: an input's contribution is one run over memory
     */
    private record Dense(double[] weights, double[] biases, boolean rectifies) implements Layered, Step {
        static Dense of(float[] parameters, int offset, NetworkShape.Layer layer) {
            int inputs = layer.inputs();
            int outputs = layer.outputs();
            double[] weights = new double[inputs * outputs];
            double[] biases = new double[outputs];
            for (int out = 0; out < outputs; out++) {
                for (int in = 0; in < inputs; in++) {
                    weights[in * outputs + out] = parameters[offset + out * inputs + in];
                }
                biases[out] = parameters[offset + inputs * outputs + out];
            }
            return new Dense(weights, biases, false);
        }

        Dense rectifying() {
            return new Dense(weights, biases, true);
        }

        /** This layer and the scaling of its outputs in one. */
        Dense then(Scale scale) {
            double[] scaled = weights.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= scale.factors()[i % biases.length];
            }
            return new Dense(scaled, scale.apply(biases), rectifies);
        }

        /** The scaling of its inputs and this layer in one. */
        Dense after(Scale scale) {
            double[] scaled = weights.clone();
            double[] shifted = biases.clone();
            for (int in = 0; in < scale.factors().length; in++) {
                add(shifted, scale.shifts()[in], weights, in);
                for (int out = 0; out < biases.length; out++) {
                    scaled[in * biases.length + out] *= scale.factors()[in];
                }
            }
            return new Dense(scaled, shifted, rectifies);
        }

        @Override
        public double[] apply(double[] inputs) {
            double[] sums = biases.clone();
            for (int in = 0; in < inputs.length; in++) {
                if (inputs[in] > 0 || !rectifies) {
                    add(sums, inputs[in], weights, in);
                }
            }
            return sums;
        }
    }

    /** What a trained batch normalization does: y = factor × x + shift, unit by unit. */
    private record Scale(double[] factors, double[] shifts) implements Layered, Step {
        /** DeepLearning4J's default, added to variances. */
        private static final double EPSILON = 1e-5;

        static Scale of(float[] parameters, int offset, int units) {
            double[] factors = new double[units];
            double[] shifts = new double[units];
            for (int unit = 0; unit < units; unit++) {
                double gain = parameters[offset + unit];
                double shift = parameters[offset + units + unit];
                double mean = parameters[offset + 2 * units + unit];
                double variance = parameters[offset + 3 * units + unit];
                factors[unit] = gain / Math.sqrt(variance + EPSILON);
                shifts[unit] = shift - mean * factors[unit];
            }
            return new Scale(factors, shifts);
        }

        @Override
        public double[] apply(double[] inputs) {
            double[] scaled = new double[inputs.length];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = factors[i] * inputs[i] + shifts[i];
            }
            return scaled;
        }
    }

    /** x + W₂ relu(W₁ x + b₁) + b₂. */
    private record Block(Dense into, Dense outOf) implements Step {
        @Override
        public double[] apply(double[] inputs) {
            double[] added = outOf.apply(into.apply(inputs));
            add(added, 1, inputs, 0);
            return added;
        }
    }
}
