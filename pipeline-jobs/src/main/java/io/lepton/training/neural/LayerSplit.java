package io.lepton.training.neural;

import java.io.Serializable;

/**
 * Which layers are divided among the workers of a training, unit by unit (Krizhevsky, 2014: model parallelism; as the column-parallel layers
 * of Shoeybi and others, 2019): hidden layers of a perceptron that have, or read, more than so many numbers a row. A worker keeps about the
 * same number of each one's units as every other.
 *
 * @param widerThan the most numbers that a layer may have or read and stay whole
 * @param parts workers; 1: nothing is divided
 */
record LayerSplit(int widerThan, int parts) implements Serializable {
    static final LayerSplit NONE = new LayerSplit(Integer.MAX_VALUE, 1);

    boolean isSplit() {
        return parts > 1;
    }

    /** Whether a hidden layer is divided; never one of fewer units than there are workers. */
    boolean divides(int inputs, int units) {
        return isSplit() && Math.max(inputs, units) > widerThan && units >= parts;
    }

    /** Whether a layer of a shape is divided. */
    boolean divides(NetworkShape shape, int layer) {
        NetworkShape.Layer of = shape.layers().get(layer);
        return of.kind() != NetworkShape.Kind.BATCH_NORMALIZATION
                && layer >= shape.first()
                && layer < shape.layers().size() - 1
                && divides(of.inputs(), of.outputs());
    }

    /** The first unit of a part; that of the part after the last is the number of units. */
    int begin(int units, int part) {
        return MiniBatchTrainer.share(units, part, parts);
    }

    int size(int units, int part) {
        return begin(units, part + 1) - begin(units, part);
    }
}
