/**
 * What data says of groups of people before a model learns from it: how many of each group there are, how the label is spread over groups,
 * and which columns give a protected attribute away.
 *
 * <p>{@link io.lepton.fairness.data.DataAudit} reads a bounded sample: one pass to find codes for the columns, one to count, and two for
 * each attribute to guess it from all columns.
 *
 * <p>Definitions are those of AIF360 (Bellamy et al. 2018), SageMaker Clarify (Hardt et al. 2021, "Amazon
 * SageMaker Clarify: Machine Learning Bias Detection and Explainability in the Cloud") and LiFT (Vasudevan and Kenthapadi 2020).
 */
package io.lepton.fairness.data;
