/**
 * Boosted trees that pay for unfairness: {@link io.lepton.fairness.boosting.FairXgBoost} adds the squared covariance between score and
 * protected attribute to XGBoost's logistic loss (Zafar et al., 2017; Beutel et al., 2019). One model, not randomized, and a
 * knob instead of a bound; for bounds that are kept see {@link io.lepton.fairness.reductions.ExponentiatedGradient}.
 */
package io.lepton.fairness.boosting;
