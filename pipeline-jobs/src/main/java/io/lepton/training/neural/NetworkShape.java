package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.io.Serializable;
import java.util.List;

/**
 * The layers of a network. Its parameters are one flat array: for each layer the weights, column by column (all weights into the first
 * unit, then all into the second), then a bias a unit; DeepLearning4J's own order.
 *
 * @param inputs features
 * @param hidden units of each hidden layer
 * @param outputs 1 for two classes (their log odds) and for numbers; a unit a class for several
 */
record NetworkShape(TaskType task, int inputs, List<Integer> hidden, int outputs) implements Serializable {
    NetworkShape {
        hidden = List.copyOf(hidden);
    }

    static NetworkShape of(TaskType task, int inputs, List<Integer> hidden, int classes) {
        return new NetworkShape(task, inputs, hidden, task == TaskType.MULTICLASS ? classes : 1);
    }

    int layers() {
        return hidden.size() + 1;
    }

    int inputsOf(int layer) {
        return layer == 0 ? inputs : hidden.get(layer - 1);
    }

    int outputsOf(int layer) {
        return layer == hidden.size() ? outputs : hidden.get(layer);
    }

    /** Where a layer's weights begin; its biases follow them. */
    int offsetOf(int layer) {
        int offset = 0;
        for (int before = 0; before < layer; before++) {
            offset = Math.addExact(offset, Math.multiplyExact(inputsOf(before) + 1, outputsOf(before)));
        }
        return offset;
    }

    int parameters() {
        return offsetOf(layers());
    }
}
