package io.lepton.features;

/**
 * How one column becomes numbers.
 *
 * @param bins quantile bins (BUCKET)
 * @param size length of the vector (HASH, TF_IDF)
 */
public record ColumnTransform(String column, TransformMethod method, int bins, int size) {}
