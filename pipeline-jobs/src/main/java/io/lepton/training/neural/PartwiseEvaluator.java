package io.lepton.training.neural;

import io.lepton.inference.FeatureBlock;
import io.lepton.training.TaskType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a divided network over blocks of rows: layer by layer, and of a divided layer part by part, each of which is read, multiplied by
 * all rows of the block, and dropped again, so that memory holds one at a time. What each unit adds up is what it adds up in the whole layer.
 * For one thread.
 */
final class PartwiseEvaluator {
    /** Parameters that are kept for the next block, of what is read first: small layers, for the most part. */
    private static final long KEPT = 16 << 20;

    private final DividedNetwork network;
    private final NetworkShape shape;
    private final List<NetworkShape.Layer> layers;
    private final float[][][] outputs;
    private final Map<Integer, PartStep> kept = new HashMap<>();
    private long keptParameters;

    PartwiseEvaluator(DividedNetwork network) {
        this.network = network;
        this.shape = network.parts().shape();
        this.layers = shape.layers();
        this.outputs = new float[layers.size()][][];
        for (int layer = shape.first(); layer < outputs.length; layer++) {
            outputs[layer] = new float[FeatureBlock.ROWS][layers.get(layer).outputs()];
        }
    }

    /** A layer's units of one part, for a block of rows. */
    private interface PartStep {
        /** Writes what comes out, unit by unit from a place on. */
        void apply(FeatureBlock block, float[][] inputs, float[][] outputs, int at);
    }

    /** The last layer's sums, a row each; overwritten by the next block's. */
    float[][] outputs(FeatureBlock block) {
        float[][] values = new float[0][];
        for (int layer = shape.first(); layer < layers.size(); layer++) {
            boolean divided = network.parts().split().divides(shape, layer);
            int units = layers.get(layer).outputs();
            for (int part = 0; part < (divided ? network.parts().split().parts() : 1); part++) {
                int at = divided ? network.parts().split().begin(units, part) : 0;
                step(layer, part).apply(block, values, outputs[layer], at);
            }
            values = outputs[layer];
        }
        return values;
    }

    private PartStep step(int layer, int part) {
        int key = layer * network.parts().split().parts() + part;
        PartStep known = kept.get(key);
        if (known != null) {
            return known;
        }
        PartStep read = read(layer, part);
        int parameters = network.parts().size(layer, part);
        if (keptParameters + parameters <= KEPT) {
            keptParameters += parameters;
            kept.put(key, read);
        }
        return read;
    }

    private PartStep read(int layer, int part) {
        if (layer == shape.first()) {
            return overFeatures(part);
        }
        float[] parameters = network.layers(layer, 1, part);
        BlockStep step = layers.get(layer).kind() == NetworkShape.Kind.DENSE
                ? product(parameters, layers.get(layer).inputs())
                : BlockStep.Scaling.of(parameters);
        int units = step.outputs(parameters.length / 4);
        BlockStep.Applied applied = step.applied();
        float[][] own = new float[FeatureBlock.ROWS][units];
        return (block, inputs, outputs, at) -> {
            applied.apply(inputs, block.rows(), own);
            for (int row = 0; row < block.rows(); row++) {
                System.arraycopy(own[row], 0, outputs[row], at, units);
            }
        };
    }

    /** The part is a network of its own, without hidden layers. */
    private PartStep overFeatures(int part) {
        float[] parameters = network.layers(0, shape.first() + 1, part);
        NetworkShape.Layer layer = layers.get(shape.first());
        int units = network.parts().size(shape.first(), part) / (layer.parameters() / layer.outputs());
        NetworkShape ofPart =
                new NetworkShape(TaskType.REGRESSION, shape.input(), Architecture.MLP, List.of(), false, units);
        FeedForward.BlockEvaluator evaluator =
                new FeedForward(new Network(ofPart, network.encoding(), parameters)).new BlockEvaluator();
        return (block, inputs, outputs, at) -> {
            for (int first = 0; first < block.rows(); first += FeedForward.BlockEvaluator.ROWS) {
                int rows = Math.min(FeedForward.BlockEvaluator.ROWS, block.rows() - first);
                float[][] sums = evaluator.outputs(block, first, rows);
                for (int row = 0; row < rows; row++) {
                    System.arraycopy(sums[row], 0, outputs[first + row], at, units);
                }
            }
        };
    }

    private static BlockStep.Product product(float[] parameters, int inputs) {
        int units = parameters.length / (inputs + 1);
        float[][] weights = new float[inputs][units];
        float[] biases = new float[units];
        for (int unit = 0; unit < units; unit++) {
            for (int in = 0; in < inputs; in++) {
                weights[in][unit] = parameters[unit * inputs + in];
            }
            biases[unit] = parameters[inputs * units + unit];
        }
        return new BlockStep.Product(weights, biases, true);
    }
}
