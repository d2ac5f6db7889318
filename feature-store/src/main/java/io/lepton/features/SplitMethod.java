package io.lepton.features;

/** Which rows are held out: a share of each label value, of all rows, the latest ones, or whole groups. */
public enum SplitMethod {
    STRATIFIED,
    RANDOM,
    TIME,
    GROUP
}
