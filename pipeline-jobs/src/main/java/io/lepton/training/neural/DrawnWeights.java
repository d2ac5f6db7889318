package io.lepton.training.neural;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Initial weights that do not depend on who draws them: each unit has a seed of its own, so that a worker draws those of its units alone, and
 * they are the same for any number of workers. He and others' (2015) for hidden layers, Glorot and Bengio's (2010) for the output; of
 * embeddings, and of all that begins as 0 or 1, nothing is drawn here.
 */
record DrawnWeights(NetworkParts parts, long seed) {

    /** All parameters that a worker's network begins with. */
    float[] of(int part) {
        NetworkShape shape = parts.shape();
        float[] parameters = new float[parts.size(part)];
        int offset = 0;
        for (int number = 0; number < shape.layers().size(); number++) {
            NetworkShape.Layer layer = shape.layers().get(number);
            if (number < shape.first()) {
                float[] drawn = FeatureLayout.embedding(shape.input()).embeddings(seed);
                System.arraycopy(drawn, 0, parameters, offset, drawn.length);
            } else if (layer.kind() == NetworkShape.Kind.BATCH_NORMALIZATION) {
                Arrays.fill(parameters, offset, offset + layer.outputs(), 1);
                Arrays.fill(parameters, offset + 3 * layer.outputs(), offset + layer.parameters(), 1);
            } else {
                draw(parameters, offset, number, part);
            }
            offset += parts.size(number, part);
        }
        return parameters;
    }

    private void draw(float[] parameters, int offset, int number, int part) {
        NetworkShape shape = parts.shape();
        NetworkShape.Layer layer = shape.layers().get(number);
        boolean divided = parts.split().divides(shape, number);
        int begin = divided ? parts.split().begin(layer.outputs(), part) : 0;
        int units = divided ? parts.split().size(layer.outputs(), part) : layer.outputs();
        boolean isOutput = number == shape.layers().size() - 1;
        int inputs = layer.parameters() / layer.outputs() - 1;
        double deviation = Math.sqrt(2.0 / (isOutput ? inputs + layer.outputs() : inputs));
        boolean byUnit = layer.kind() == NetworkShape.Kind.DENSE;
        for (int unit = 0; unit < units; unit++) {
            SplittableRandom random = new SplittableRandom(seedOf(number, begin + unit));
            for (int in = 0; in < inputs; in++) {
                parameters[offset + (byUnit ? unit * inputs + in : in * units + unit)] =
                        (float) (deviation * random.nextGaussian());
            }
        }
    }

    private long seedOf(int layer, int unit) {
        // Not by the generator's own increment, by which the units' numbers would be each other's.
        long mixed = (seed ^ ((long) layer << 32 | unit)) * 0xD1342543DE82EF95L;
        return mixed ^ mixed >>> 32;
    }
}
