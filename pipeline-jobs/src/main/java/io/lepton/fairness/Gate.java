package io.lepton.fairness;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition that decides whether a model may be promoted.
 *
 * @param metric a disparity ({@code equalized_odds_difference}), a measure of all rows ({@code auc}), or a measure that every judged
 *     group must reach ({@code group_auc})
 * @param attribute the protected attribute, or an intersection ("sex × race"); absent: each protected attribute
 * @param judgedBy what of the figure must keep the bounds
 * @param against what the figure is taken as a difference from
 */
public record Gate(
        String metric,
        Optional<Double> atLeast,
        Optional<Double> atMost,
        Optional<String> attribute,
        JudgedBy judgedBy,
        Against against) {

    /** What of a figure is held against a bound. */
    public enum JudgedBy {
        /** The figure as it was measured. */
        POINT,
        /** All of its 95 % interval: a gate passes only if chance cannot have made it pass. */
        INTERVAL
    }

    /** What the bounds are about. */
    public enum Against {
        /** The figure itself. */
        NOTHING,
        /** How much larger the figure is than the present champion's, on the same rows. */
        CHAMPION
    }

    public Gate {
        // Ledgers of before knew no others.
        judgedBy = judgedBy == null ? JudgedBy.POINT : judgedBy;
        against = against == null ? Against.NOTHING : against;
    }

    /** On a figure itself. */
    public Gate(
            String metric,
            Optional<Double> atLeast,
            Optional<Double> atMost,
            Optional<String> attribute,
            JudgedBy judgedBy) {
        this(metric, atLeast, atMost, attribute, judgedBy, Against.NOTHING);
    }

    /** "at least 0.8 and at most 1.25", as exactly as they were set. */
    public String bounds() {
        return Stream.of(
                        atLeast.map(bound -> "at least " + plain(bound)),
                        atMost.map(bound -> "at most " + plain(bound)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" and "));
    }

    private static String plain(double bound) {
        return Double.isFinite(bound)
                ? BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString()
                : bound + "";
    }

    /** Whether the champion's figures are needed. */
    public boolean isAgainstChampion() {
        return against == Against.CHAMPION;
    }
}
