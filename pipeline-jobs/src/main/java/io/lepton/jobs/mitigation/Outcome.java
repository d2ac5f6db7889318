package io.lepton.jobs.mitigation;

import io.lepton.fairness.estimate.Interval;

/**
 * How a model did on rows that it was not fitted on.
 *
 * @param accuracy share of right decisions
 * @param unfairness the measure of the constraint, a difference: 0 is equal treatment
 * @param interval holds the true unfairness with 95 %
 */
public record Outcome(double accuracy, double unfairness, Interval interval) {
    /** Whether nobody would rather have the other: at least as good in both, and better in one. */
    boolean dominates(Outcome other) {
        return accuracy >= other.accuracy
                && unfairness <= other.unfairness
                && (accuracy > other.accuracy || unfairness < other.unfairness);
    }
}
