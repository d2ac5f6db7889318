package io.lepton.training.neural;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes hidden units out of a network: those of the least magnitude (Han, Pool, Tran and Dally, 2015; of whole units Li, Kadav, Durdanovic, Samet
 * and Graf, 2017), so that what stays is a smaller network of the same kind, and not one full of zeros. A unit's magnitude is the norm of the
 * weights into it, as batch normalization scales them, times the norm of those out of it: what ReLU leaves the same when one is scaled up and the
 * other down. Of a residual network, units are taken out of the blocks and out of what runs past them.
 */
final class NetworkPruning {
    private final Network network;
    private final List<NetworkShape.Layer> layers;
    private final int[] offsets;

    NetworkPruning(Network network) {
        this.network = network;
        this.layers = network.shape().layers();
        this.offsets = new int[layers.size()];
        for (int layer = 1; layer < offsets.length; layer++) {
            offsets[layer] = offsets[layer - 1] + layers.get(layer - 1).parameters();
        }
    }

    /** @param share of the units of each hidden layer that stay, above 0 to 1; one at least */
    Network keep(double share) {
        NetworkShape shape = network.shape();
        List<Group> groups = shape.isResidual() ? ofResidual() : ofPerceptron();
        int[][] outputs = new int[layers.size()][];
        List<Integer> hidden = new ArrayList<>();
        for (Group group : groups) {
            int[] kept = largest(magnitudes(group), share);
            group.writers().forEach(layer -> outputs[layer] = kept);
            if (group.isHidden()) {
                hidden.add(kept.length);
            }
        }
        NetworkShape smaller = new NetworkShape(
                shape.task(), shape.input(), shape.architecture(), hidden, shape.batchNormalization(), shape.outputs());
        return new Network(
                smaller, network.encoding(), selected(groups, outputs), network.precision(), network.classWeights());
    }

    /**
     * Units that stand side by side between layers.
     *
     * @param writers layers whose outputs are these units, or that scale them
     * @param readers layers whose inputs they are
     * @param isHidden whether the shape counts them; what runs past a residual network's blocks is as wide as the first of these
     */
    private record Group(List<Integer> writers, List<Integer> readers, boolean isHidden) {}

    private List<Group> ofPerceptron() {
        List<Group> groups = new ArrayList<>();
        int layer = network.shape().first();
        while (layer < layers.size() - 1) {
            List<Integer> writers = new ArrayList<>(List.of(layer++));
            if (layers.get(layer).kind() == NetworkShape.Kind.BATCH_NORMALIZATION) {
                writers.add(layer++);
            }
            groups.add(new Group(writers, List.of(layer), true));
        }
        return groups;
    }

    /** First layer, then normalization, in and out of each block, then normalization and the output. */
    private List<Group> ofResidual() {
        List<Group> groups = new ArrayList<>();
        List<Integer> writers = new ArrayList<>(List.of(network.shape().first()));
        List<Integer> readers = new ArrayList<>();
        int layer = network.shape().first() + 1;
        for (int block = 0; block < network.shape().hidden().size(); block++) {
            writers.add(layer++);
            readers.add(layer);
            groups.add(new Group(List.of(layer), List.of(layer + 1), true));
            writers.add(layer + 1);
            layer += 2;
        }
        writers.add(layer++);
        readers.add(layer);
        groups.add(new Group(writers, readers, false));
        return groups;
    }

    private double[] magnitudes(Group group) {
        int units = layers.get(group.writers().get(0)).outputs();
        double[] into = new double[units];
        double[] scales = new double[units];
        double[] outOf = new double[units];
        boolean normalized = false;
        for (int layer : group.writers()) {
            boolean normalizes = layers.get(layer).kind() == NetworkShape.Kind.BATCH_NORMALIZATION;
            normalized |= normalizes;
            for (int unit = 0; unit < units; unit++) {
                if (normalizes) {
                    scales[unit] += square(network.parameters()[offsets[layer] + unit])
                            / (network.parameters()[offsets[layer] + 3 * units + unit] + NetworkShape.EPSILON);
                } else {
                    into[unit] += squaresInto(layer, unit);
                }
            }
        }
        for (int layer : group.readers()) {
            for (int unit = 0; unit < units; unit++) {
                outOf[unit] += squaresOutOf(layer, unit);
            }
        }
        if (!normalized) {
            Arrays.fill(scales, 1);
        }
        return IntStream.range(0, units)
                .mapToDouble(unit -> Math.sqrt(scales[unit] * into[unit] * outOf[unit]))
                .toArray();
    }

    private double squaresInto(int layer, int unit) {
        int outputs = layers.get(layer).outputs();
        double sum = 0;
        if (layers.get(layer).kind() == NetworkShape.Kind.FEATURES) {
            int rows =
                    FeatureLayout.dense(network.shape().input(), outputs, false).weightRows();
            for (int row = 0; row < rows; row++) {
                sum += square(network.parameters()[offsets[layer] + row * outputs + unit]);
            }
            return sum;
        }
        int inputs = layers.get(layer).inputs();
        for (int in = 0; in < inputs; in++) {
            sum += square(network.parameters()[offsets[layer] + unit * inputs + in]);
        }
        return sum;
    }

    private double squaresOutOf(int layer, int unit) {
        int inputs = layers.get(layer).inputs();
        double sum = 0;
        for (int out = 0; out < layers.get(layer).outputs(); out++) {
            sum += square(network.parameters()[offsets[layer] + out * inputs + unit]);
        }
        return sum;
    }

    private static double square(double x) {
        return x * x;
    }

    /** Places of the largest ones, in rising order; of equals the first. */
    private static int[] largest(double[] magnitudes, double share) {
        int count = Math.max(1, (int) Math.round(share * magnitudes.length));
        return IntStream.range(0, magnitudes.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer unit) -> -magnitudes[unit]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** The parameters of what stays. */
    private float[] selected(List<Group> groups, int[][] outputs) {
        int[][] inputs = new int[layers.size()][];
        groups.forEach(group -> group.readers()
                .forEach(layer -> inputs[layer] = outputs[group.writers().get(0)]));
        List<float[]> parts = new ArrayList<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            NetworkShape.Layer of = layers.get(layer);
            parts.add(part(
                    layer,
                    inputs[layer] == null ? all(of.inputs()) : inputs[layer],
                    outputs[layer] == null ? all(of.outputs()) : outputs[layer]));
        }
        float[] selected =
                new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, selected, at, part.length);
            at += part.length;
        }
        return selected;
    }

    private static int[] all(int units) {
        return IntStream.range(0, units).toArray();
    }

    private float[] part(int layer, int[] inputs, int[] outputs) {
        NetworkShape.Layer of = layers.get(layer);
        int offset = offsets[layer];
        return switch (of.kind()) {
            case DENSE -> {
                float[] part = new float[(inputs.length + 1) * outputs.length];
                for (int out = 0; out < outputs.length; out++) {
                    for (int in = 0; in < inputs.length; in++) {
                        part[out * inputs.length + in] =
                                network.parameters()[offset + outputs[out] * of.inputs() + inputs[in]];
                    }
                }
                copy(offset + of.inputs() * of.outputs(), outputs, part, inputs.length * outputs.length);
                yield part;
            }
            case BATCH_NORMALIZATION -> {
                float[] part = new float[4 * outputs.length];
                for (int kind = 0; kind < 4; kind++) {
                    copy(offset + kind * of.outputs(), outputs, part, kind * outputs.length);
                }
                yield part;
            }
            case FEATURES -> {
                if (layer < network.shape().first()) {
                    yield Arrays.copyOfRange(network.parameters(), offset, offset + of.parameters());
                }
                int rows = FeatureLayout.dense(network.shape().input(), of.outputs(), false)
                        .weightRows();
                float[] part = new float[(rows + 1) * outputs.length];
                for (int row = 0; row <= rows; row++) {
                    copy(offset + row * of.outputs(), outputs, part, row * outputs.length);
                }
                yield part;
            }
        };
    }

    private void copy(int offset, int[] places, float[] to, int at) {
        for (int i = 0; i < places.length; i++) {
            to[at + i] = network.parameters()[offset + places[i]];
        }
    }
}
