package io.lepton.fairness.reductions.game;

/** Finds the hypothesis of least cost, as nearly as it can. */
@FunctionalInterface
public interface Learner<M> {
    /** @param costs of a unit of mass in each cell; below 0 where mass is welcome */
    Hypothesis<M> fit(double[] costs);
}
