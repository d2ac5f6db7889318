package io.lepton.training.neural;

/** How the weights of dense layers are kept, and multiplied by. */
enum WeightPrecision {
    /** Numbers of 32 bits. */
    FLOAT,
    /** Numbers of 8 bits with a scale for each unit, but for the layer that reads the features; see {@link Int8Dense}. */
    INT8
}
