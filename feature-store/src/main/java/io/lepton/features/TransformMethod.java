package io.lepton.features;

/** How a column becomes numbers; {@link #AUTO} chooses by the column's type and values. */
public enum TransformMethod {
    AUTO,
    PASS,
    STANDARDIZE,
    NORMALIZE,
    ONE_HOT,
    BUCKET,
    HASH,
    TF_IDF,
    DATE_PARTS
}
