package io.lepton.training.neural;

/** How the layers of a network are joined. */
public enum Architecture {
    /** A multi-layer perceptron: every layer takes what the one before gives. */
    MLP,
    /** Gorishniy and others' ResNet for tables (2021): blocks that each add something to what came in. */
    RESIDUAL
}
