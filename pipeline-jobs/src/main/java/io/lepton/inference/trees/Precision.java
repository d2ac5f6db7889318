package io.lepton.inference.trees;

/** In which numbers a source library compares and adds. */
public enum Precision {
    /** XGBoost. */
    SINGLE,
    /** MLlib. */
    DOUBLE
}
