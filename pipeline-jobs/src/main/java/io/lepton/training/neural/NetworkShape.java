package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a network. Its parameters are one flat array, layer after layer: of a dense layer the weights, column by column (all
 * weights into the first unit, then all into the second), then a bias a unit; of a layer over features what {@link FeatureLayout} says; of
 * a batch normalization a gain a unit, a shift a unit, and the mean and variance that it saw.
 *
 * @param hidden units of each hidden layer, or within each residual block
 * @param outputs 1 for two classes (their log odds) and for numbers; a unit a class for several
 */
record NetworkShape(
        TaskType task,
        InputShape input,
        Architecture architecture,
        List<Integer> hidden,
        boolean batchNormalization,
        int outputs)
        implements Serializable {
    /** DeepLearning4J's default, added to variances by batch normalization. */
    static final double EPSILON = 1e-5;

    NetworkShape {
        hidden = List.copyOf(hidden);
    }

    static NetworkShape of(TaskType task, InputShape input, NeuralNetworkSettings settings, int classes) {
        return new NetworkShape(
                task,
                input,
                settings.architecture(),
                settings.hidden(),
                settings.batchNormalization(),
                task == TaskType.MULTICLASS ? classes : 1);
    }

    /** What a layer does to its inputs. */
    enum Kind {
        FEATURES,
        DENSE,
        BATCH_NORMALIZATION
    }

    /** A layer with parameters. */
    record Layer(Kind kind, int inputs, int outputs, int parameters) {
        static Layer over(FeatureLayout features) {
            return new Layer(Kind.FEATURES, features.features(), features.outputs(), features.parameters());
        }

        static Layer dense(int inputs, int outputs) {
            return new Layer(Kind.DENSE, inputs, outputs, Math.multiplyExact(Math.addExact(inputs, 1), outputs));
        }

        static Layer normalization(int units) {
            return new Layer(Kind.BATCH_NORMALIZATION, units, units, Math.multiplyExact(4, units));
        }
    }

    /** In the order of their parameters. */
    List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        int width = input.features();
        if (input.embeds()) {
            layers.add(Layer.over(FeatureLayout.embedding(input)));
            width = layers.get(0).outputs();
        }
        if (isResidual()) {
            layers.add(dense(layers, width, width()));
            width = width();
            for (int units : hidden) {
                layers.add(Layer.normalization(width));
                layers.add(Layer.dense(width, units));
                layers.add(Layer.dense(units, width));
            }
            layers.add(Layer.normalization(width));
        } else {
            for (int units : hidden) {
                layers.add(dense(layers, width, units));
                if (batchNormalization) {
                    layers.add(Layer.normalization(units));
                }
                width = units;
            }
        }
        layers.add(dense(layers, width, outputs));
        return layers;
    }

    /** A dense layer, unless it is the first of all, and over bins. */
    private Layer dense(List<Layer> before, int inputs, int units) {
        return before.isEmpty() && !input.isPlain()
                ? Layer.over(FeatureLayout.dense(input, units, false))
                : Layer.dense(inputs, units);
    }

    /** Number of the layer that reads features, or what stands for them. */
    int first() {
        return input.embeds() ? 1 : 0;
    }

    /** Whether a layer is dense and reads hidden units. */
    boolean isOverUnits(int layer) {
        return layer > first() && layers().get(layer).kind() == Kind.DENSE;
    }

    /** A residual network without blocks is a linear model, as a perceptron without layers is. */
    boolean isResidual() {
        return architecture == Architecture.RESIDUAL && !hidden.isEmpty();
    }

    /** Units between the blocks of a residual network. */
    int width() {
        return hidden.get(0);
    }

    int parameters() {
        int parameters = 0;
        for (Layer layer : layers()) {
            parameters = Math.addExact(parameters, layer.parameters());
        }
        return parameters;
    }
}
