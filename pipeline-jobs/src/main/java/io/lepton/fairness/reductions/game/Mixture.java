package io.lepton.fairness.reductions.game;

import java.util.List;

/**
 * A randomized classifier: a hypothesis is drawn by the weights.
 *
 * @param hypotheses those found on the way, in the order in which they were
 * @param weights one for each, 0 or more, adding up to 1
 * @param error of the mixture on the rows that it was fitted to
 * @param violations γ of the mixture on those rows
 * @param gap how far the mixture may be from the best one: error within 2 · gap of the least possible, if the learner is perfect
 * @param enough ν: the gap at which the search ends
 * @param gaps of each round
 * @param bestRound the round that the mixture is from
 * @param responses best responses that were asked for
 * @param fits that were made for them
 */
public record Mixture<M>(
        List<Hypothesis<M>> hypotheses,
        double[] weights,
        double error,
        double[] violations,
        double gap,
        double enough,
        List<Double> gaps,
        int bestRound,
        int responses,
        int fits) {
    public Mixture {
        hypotheses = List.copyOf(hypotheses);
        gaps = List.copyOf(gaps);
    }

    /** Whether the gap is as small as was asked for. */
    public boolean converged() {
        return gap < enough;
    }
}
