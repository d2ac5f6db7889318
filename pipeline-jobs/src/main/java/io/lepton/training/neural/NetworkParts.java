package io.lepton.training.neural;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each worker keeps of a network whose wide layers are divided: in the order of {@link NetworkShape}, of a divided layer its own units
 * alone, as if the layer had no others; of all other layers everything.
 */
record NetworkParts(NetworkShape shape, LayerSplit split) implements Serializable {

    /**
     * Parameters that lie together in the whole network and in a part.
     *
     * @param isShared whether all workers have them
     */
    private record Run(int offset, int length, boolean isShared) {}

    /** Whether any layer is divided. */
    boolean dividesAny() {
        for (int layer = 0; layer < shape.layers().size(); layer++) {
            if (split.divides(shape, layer)) {
                return true;
            }
        }
        return false;
    }

    /** Parameters of a part. */
    int size(int part) {
        return runs(part).stream().mapToInt(Run::length).sum();
    }

    /** Parameters that a part has of a layer. */
    int size(int layer, int part) {
        NetworkShape.Layer of = shape.layers().get(layer);
        return split.divides(shape, layer)
                ? of.parameters() / of.outputs() * split.size(of.outputs(), part)
                : of.parameters();
    }

    /** A worker's part of all parameters. */
    float[] part(float[] whole, int part) {
        float[] own = new float[size(part)];
        int at = 0;
        for (Run run : runs(part)) {
            System.arraycopy(whole, run.offset(), own, at, run.length());
            at += run.length();
        }
        return own;
    }

    /**
     * All parameters.
     *
     * @param parts of every worker, in order; what all of them have is taken from the last
     */
    float[] whole(List<float[]> parts) {
        float[] whole = new float[shape.parameters()];
        for (int part = 0; part < split.parts(); part++) {
            int at = 0;
            for (Run run : runs(part)) {
                System.arraycopy(parts.get(part), at, whole, run.offset(), run.length());
                at += run.length();
            }
        }
        return whole;
    }

    /** A worker's state with the first one's parameters of layers that all have; they are equal, unless processors round differently. */
    TrainerState shared(TrainerState own, AllReduce peers) {
        float[] parameters = own.parameters().clone();
        int at = 0;
        for (Run run : runs(peers.rank())) {
            if (run.isShared()) {
                float[] ofFirst = peers.rank() == 0
                        ? Arrays.copyOfRange(parameters, at, at + run.length())
                        : new float[run.length()];
                peers.sum(ofFirst);
                System.arraycopy(ofFirst, 0, parameters, at, run.length());
            }
            at += run.length();
        }
        return new TrainerState(parameters, own.updater(), own.steps());
    }

    private List<Run> runs(int part) {
        List<Run> runs = new ArrayList<>();
        int offset = 0;
        for (int layer = 0; layer < shape.layers().size(); layer++) {
            NetworkShape.Layer of = shape.layers().get(layer);
            if (split.divides(shape, layer)) {
                addOwn(of, offset, part, runs);
            } else {
                runs.add(new Run(offset, of.parameters(), true));
            }
            offset += of.parameters();
        }
        return runs;
    }

    private void addOwn(NetworkShape.Layer layer, int offset, int part, List<Run> runs) {
        int begin = split.begin(layer.outputs(), part);
        int units = split.size(layer.outputs(), part);
        if (layer.kind() == NetworkShape.Kind.DENSE) {
            runs.add(new Run(offset + begin * layer.inputs(), units * layer.inputs(), false));
            runs.add(new Run(offset + layer.inputs() * layer.outputs() + begin, units, false));
            return;
        }
        // Weights by rows, each out to all units; the biases are the last row.
        for (int at = offset; at < offset + layer.parameters(); at += layer.outputs()) {
            runs.add(new Run(at + begin, units, false));
        }
    }
}
