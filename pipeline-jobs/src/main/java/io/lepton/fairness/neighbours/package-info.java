/**
 * Whether people who are alike are decided alike: individual fairness, beside that of groups.
 *
 * <p>{@link io.lepton.fairness.neighbours.ConsistencyAudit} measures the consistency of Zemel et al. (2013), "Learning Fair
 * Representations", on a bounded sample of rows. Its uncertainty is that of the delete-one jackknife, which knows that neighbours share
 * rows (Efron and Stein 1981, "The Jackknife Estimate of Variance").
 */
package io.lepton.fairness.neighbours;
