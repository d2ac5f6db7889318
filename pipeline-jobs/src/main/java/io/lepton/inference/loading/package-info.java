/** From a fitted model of XGBoost or MLlib to a {@link io.lepton.inference.trees.TreeEnsemble} that predicts the same. */
package io.lepton.inference.loading;
