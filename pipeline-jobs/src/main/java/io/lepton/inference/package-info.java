/**
 * Fitted models, evaluated over blocks of rows without an object per row. Rows come as a {@link io.lepton.inference.FeatureBlock}; an
 * evaluator leaves raw sums, and a {@link io.lepton.inference.Link} turns those into what the source library predicts.
 */
package io.lepton.inference;
