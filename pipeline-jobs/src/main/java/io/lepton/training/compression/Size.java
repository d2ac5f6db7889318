package io.lepton.training.compression;

/**
 * How large a model is; all numbers of what can be cut back.
 *
 * @param trees in it
 * @param nodes of all trees
 * @param thresholds that differ, over all features
 * @param weights of networks
 * @param integers of these weights, with eight bits
 */
public record Size(int trees, long nodes, long thresholds, long weights, long integers) {
    static final Size NOTHING = new Size(0, 0, 0, 0, 0);

    private static final int NODE = 12;
    private static final int THRESHOLD = 8;
    private static final int WEIGHT = 4;

    Size plus(Size other) {
        return new Size(
                trees + other.trees,
                nodes + other.nodes,
                thresholds + other.thresholds,
                weights + other.weights,
                integers + other.integers);
    }

    Size ofTrees() {
        return new Size(trees, nodes, thresholds, 0, 0);
    }

    Size ofNetworks() {
        return new Size(0, 0, 0, weights, integers);
    }

    /** About: what says which of two is smaller. */
    public long bytes() {
        return NODE * nodes + THRESHOLD * thresholds + WEIGHT * (weights - integers) + integers;
    }
}
