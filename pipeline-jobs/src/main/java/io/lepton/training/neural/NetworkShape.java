package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a network. Its parameters are one flat array, layer after layer, in DeepLearning4J's own order: of a dense layer the
 * weights, column by column (all weights into the first unit, then all into the second), then a bias a unit; of a batch normalization a
 * gain a unit, a shift a unit, and the mean and variance that it saw.
 *
 * @param inputs of the first layer: encoded features
 * @param hidden units of each hidden layer, or within each residual block
 * @param outputs 1 for two classes (their log odds) and for numbers; a unit a class for several
 */
record NetworkShape(
        TaskType task,
        int inputs,
        Architecture architecture,
        List<Integer> hidden,
        boolean batchNormalization,
        int outputs)
        implements Serializable {
    NetworkShape {
        hidden = List.copyOf(hidden);
    }

    static NetworkShape of(TaskType task, int inputs, NeuralNetworkSettings settings, int classes) {
        return new NetworkShape(
                task,
                inputs,
                settings.architecture(),
                settings.hidden(),
                settings.batchNormalization(),
                task == TaskType.MULTICLASS ? classes : 1);
    }

    /** What a layer does to its inputs. */
    enum Kind {
        DENSE,
        BATCH_NORMALIZATION
    }

    /** A layer with parameters. */
    record Layer(Kind kind, int inputs, int outputs) {
        int parameters() {
            return kind == Kind.DENSE
                    ? Math.multiplyExact(Math.addExact(inputs, 1), outputs)
                    : Math.multiplyExact(4, outputs);
        }
    }

    /** In the order of their parameters. */
    List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        int width = inputs;
        if (isResidual()) {
            layers.add(new Layer(Kind.DENSE, inputs, width()));
            width = width();
            for (int units : hidden) {
                layers.add(new Layer(Kind.BATCH_NORMALIZATION, width, width));
                layers.add(new Layer(Kind.DENSE, width, units));
                layers.add(new Layer(Kind.DENSE, units, width));
            }
            layers.add(new Layer(Kind.BATCH_NORMALIZATION, width, width));
        } else {
            for (int units : hidden) {
                layers.add(new Layer(Kind.DENSE, width, units));
                if (batchNormalization) {
                    layers.add(new Layer(Kind.BATCH_NORMALIZATION, units, units));
                }
                width = units;
            }
        }
        layers.add(new Layer(Kind.DENSE, width, outputs));
        return layers;
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
