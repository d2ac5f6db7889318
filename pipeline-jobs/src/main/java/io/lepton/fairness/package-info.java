/**
 * How a model treats groups of people: rates and errors per group, the disparities between groups, and the gates that decide whether
 * the model may be promoted.
 *
 * <p>{@link io.lepton.fairness.FairnessAudit} reads a batch once: rows are counted per group × score bin × label × prediction, and all
 * measures follow from those counts on the driver. No row of a person ever leaves the cluster. Definitions are those of Fairlearn
 * (Weerts et al., 2023, "Fairlearn: Assessing and Improving Fairness of AI Systems"): a difference is max − min over groups, a ratio is
 * min ÷ max; equalized odds after Hardt, Price and Srebro (2016).
 * Intervals are those of {@code io.lepton.fairness.estimate}.
 */
package io.lepton.fairness;
