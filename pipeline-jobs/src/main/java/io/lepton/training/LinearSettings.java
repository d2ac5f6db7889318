package io.lepton.training;

/**
 * How a linear model is fitted.
 *
 * @param iterations of the optimizer, at most
 * @param regularization strength of the penalty on coefficients of standardized features, 0 or more
 * @param elasticNet share of the penalty that is L1 (the rest is L2), 0 to 1
 */
public record LinearSettings(int iterations, double regularization, double elasticNet) {}
