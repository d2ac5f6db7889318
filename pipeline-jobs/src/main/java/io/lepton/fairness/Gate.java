package io.lepton.fairness;

import java.util.Optional;

/**
 * A condition that decides whether a model may be promoted.
 *
 * @param metric a disparity ({@code equalized_odds_difference}), a measure of all rows ({@code auc}), or a measure that every judged
 *     group must reach ({@code group_auc})
 * @param attribute the protected attribute, or an intersection ("sex × race"); absent: each protected attribute
 * @param judgedBy what of the figure must keep the bounds
 */
public record Gate(
        String metric,
        Optional<Double> atLeast,
        Optional<Double> atMost,
        Optional<String> attribute,
        JudgedBy judgedBy) {

    /** What of a figure is held against a bound. */
    public enum JudgedBy {
        /** The figure as it was measured. */
        POINT,
        /** All of its 95 % interval: a gate passes only if chance cannot have made it pass. */
        INTERVAL
    }

    public Gate {
        // Ledgers of before knew no other.
        judgedBy = judgedBy == null ? JudgedBy.POINT : judgedBy;
    }
}
