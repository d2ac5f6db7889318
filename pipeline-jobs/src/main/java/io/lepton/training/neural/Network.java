package io.lepton.training.neural;

import java.io.Serializable;
import java.util.List;

/**
 * A trained network: all that scoring needs.
 *
 * @param classWeights that it was trained with, as it must be if it is trained on
 */
record Network(
        NetworkShape shape, Encoding encoding, float[] parameters, WeightPrecision precision, ClassWeights classWeights)
        implements Serializable {
    /** Of floats, with all rows weighed as they came. */
    Network(NetworkShape shape, Encoding encoding, float[] parameters) {
        this(shape, encoding, parameters, WeightPrecision.FLOAT, ClassWeights.NONE);
    }

    /** The same with weights of eight bits where {@link WeightPrecision#INT8} has them, and the floats that these stand for. */
    Network quantized() {
        float[] rounded = parameters.clone();
        List<NetworkShape.Layer> layers = shape.layers();
        int at = 0;
        for (int number = 0; number < layers.size(); number++) {
            NetworkShape.Layer layer = layers.get(number);
            for (int unit = 0; shape.isOverUnits(number) && unit < layer.outputs(); unit++) {
                int first = at + unit * layer.inputs();
                float scale = Int8Dense.scale(parameters, first, layer.inputs());
                for (int in = first; in < first + layer.inputs(); in++) {
                    rounded[in] = scale * Int8Dense.rounded(parameters[in], scale);
                }
            }
            at += layer.parameters();
        }
        return new Network(shape, encoding, rounded, WeightPrecision.INT8, classWeights);
    }

    /** Parameters with eight bits. */
    long integerWeights() {
        long integers = 0;
        for (int number = 0; number < shape.layers().size(); number++) {
            NetworkShape.Layer layer = shape.layers().get(number);
            integers += shape.isOverUnits(number) ? (long) layer.inputs() * layer.outputs() : 0;
        }
        return precision == WeightPrecision.INT8 ? integers : 0;
    }
}
