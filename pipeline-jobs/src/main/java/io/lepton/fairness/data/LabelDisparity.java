package io.lepton.fairness.data;

/**
 * How a group's labels differ from those of everybody else (the group is Clarify's facet d, the rest a).
 *
 * @param attributes "sex", or "sex × race"; {@code group} is empty for a figure of all groups together
 * @param metric {@code class_imbalance}: (n_a − n_d) ÷ (n_a + n_d); {@code difference_in_proportions_of_labels}: positive share of the
 *     rest less that of the group; {@code kl_divergence}: of a from d, nats; {@code jensen_shannon_divergence}: bits;
 *     {@code total_variation_distance}; {@code lp_norm}; {@code kolmogorov_smirnov}: of classes the largest difference of one class's
 *     shares, of a quantity (in 20 ranges) that of cumulative shares; {@code demographic_disparity};
 *     {@code conditional_demographic_disparity}: its mean over the strata, weighted by their rows (Clarify);
 *     {@code mean_demographic_disparity}: its mean over groups, weighted by their rows (which AIF360 calls conditional)
 * @param value NaN where it is undefined
 */
public record LabelDisparity(String attributes, String group, String metric, double value) {}
