package io.lepton.fairness.reductions.game;

/**
 * A fitted model and all that the game needs to know of it.
 *
 * @param model as the learner made it
 * @param masses one for each cell, see {@link Constraints}
 * @param squaredLosses mean square of the rows' losses; of classes, whose losses are 0 and 1, the error rate
 */
public record Hypothesis<M>(M model, double[] masses, double squaredLosses) {}
