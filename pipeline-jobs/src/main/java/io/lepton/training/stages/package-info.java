/**
 * The Spark ML stages that learners and ensembles are built from: what makes vectors dense, fills missing values, hides intermediate
 * columns, boosts trees, and joins the outputs of several models. All can be saved, loaded, copied and explained like Spark's own.
 */
package io.lepton.training.stages;
