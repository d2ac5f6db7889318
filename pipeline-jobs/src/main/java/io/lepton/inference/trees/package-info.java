/**
 * One evaluator for all trees. A fitted model is loaded ({@link io.lepton.inference.loading}) into an immutable
 * {@link io.lepton.inference.trees.TreeEnsemble}; a thread asks that for a {@link io.lepton.inference.trees.TreeEvaluator} and gives it
 * blocks of rows.
 *
 * <p>A block is evaluated in three steps. Each feature is replaced by its rank among the thresholds that the trees compare it with
 * ({@link io.lepton.inference.ranks}), so that forks compare small integers whatever the source library's precision, and missing values
 * cost nothing more. Then each tree finds every row's leaf ({@link io.lepton.inference.trees.Walk}). Few trees are walked without ranks, by the
 * values themselves. The leaves are added in the order and precision of the source library: sums equal XGBoost's bit by bit.
 */
package io.lepton.inference.trees;
