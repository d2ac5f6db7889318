/**
 * Fair learning as a game of two players, after Agarwal, Beygelzimer, Dudik, Langford and Wallach (2018), "A Reductions Approach to Fair
 * Classification": one mixes hypotheses to err little, the other raises the price of whatever constraint they violate. The players need
 * only a few sums of each hypothesis, one a cell ({@link io.lepton.fairness.reductions.game.Cells}); fitting is left to a {@link
 * io.lepton.fairness.reductions.game.Learner}.
 */
package io.lepton.fairness.reductions.game;
