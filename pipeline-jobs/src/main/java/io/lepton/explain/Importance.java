package io.lepton.explain;

/**
 * How much a model needs a column.
 *
 * @param drop of the model's quality when the column's values are shuffled among rows; about 0 for a column that it does not need
 */
public record Importance(String column, double drop) {}
