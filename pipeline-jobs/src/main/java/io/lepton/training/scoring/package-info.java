/** Fitted models of ours, and those of MLlib and XGBoost, as {@link io.lepton.inference.ScoringModel}s: what scores tables. */
package io.lepton.training.scoring;
