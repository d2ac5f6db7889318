package io.lepton.training.neural;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained network in parts that lie in files, so that no process needs memory for all of it.
 *
 * @param classWeights that it was trained with
 */
record DividedNetwork(NetworkParts parts, Encoding encoding, ClassWeights classWeights, PartFiles files)
        implements Serializable {

    /** All of it, for who has the memory. */
    Network whole() {
        List<float[]> all = new ArrayList<>();
        for (int part = 0; part < parts.split().parts(); part++) {
            all.add(files.read(part, 0, parts.size(part)));
        }
        return new Network(parts.shape(), encoding, parts.whole(all), WeightPrecision.FLOAT, classWeights);
    }

    /** A part's parameters of some layers that follow each other, or of one. */
    float[] layers(int first, int count, int part) {
        int offset = 0;
        for (int layer = 0; layer < first; layer++) {
            offset += parts.size(layer, part);
        }
        int length = 0;
        for (int layer = first; layer < first + count; layer++) {
            length += parts.size(layer, part);
        }
        return files.read(part, offset, length);
    }
}
