/**
 * Trains, compares and joins models. Every learner is a Spark ML {@code Estimator} over three columns: {@code features} (a vector,
 * NaN = missing), {@code label} (double; classes are 0, 1, ...) and {@code weight} (double); every model keeps its input's columns and
 * adds {@code prediction} and, for classes, {@code probability} and {@code rawPrediction}.
 *
 * <p>Start at {@link io.lepton.training.Trees} and {@link io.lepton.training.Linear} for learners,
 * {@link io.lepton.training.CrossFitting} for honest predictions of the training rows, {@link io.lepton.training.VotingEnsemble} and
 * {@link io.lepton.training.StackingEnsemble} for joining models, {@link io.lepton.training.Evaluation} for their quality.
 */
package io.lepton.training;
