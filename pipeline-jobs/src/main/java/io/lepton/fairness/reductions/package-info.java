/**
 * Fairness while training, for any Spark ML learner that takes weights: {@link io.lepton.fairness.reductions.ExponentiatedGradient} finds
 * a randomized model that keeps rates alike in all groups, or a loss bounded in each, at the least cost in error; {@link
 * io.lepton.fairness.reductions.GridSearch} chooses one model of several. Both after Agarwal et al. (2018), "A Reductions Approach to
 * Fair Classification", with the definitions of Fairlearn (Weerts et al., 2023).
 *
 * <p>No row leaves the cluster: a fit is followed by one pass that sums up a few numbers for each group and label, and the search for the
 * best mixture sees only those.
 */
package io.lepton.fairness.reductions;
