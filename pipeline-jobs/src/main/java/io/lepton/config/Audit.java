package io.lepton.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom to compare, and what must hold.
 *
 * @param protectedAttributes columns of the trusted table
 * @param bins edges of ranges by numeric protected attribute
 * @param intersections how many attributes at most are crossed: 1, none; 2, pairs
 * @param minimumCount rows below which a group is shown but not judged
 * @param minimumOutcomes rows of either outcome below which a group is shown but not judged; of several classes, not by the figures of one
 * @param privacyThreshold of groups of fewer rows, and of others by which their number would follow, nothing is published
 * @param slices whether the parts of a batch on which the model errs most are looked for
 * @param consistency how it is measured whether people who are alike are decided alike
 * @param threshold score at which a row counts as selected, 0 to 1 (binary)
 */
public record Audit(
        List<String> protectedAttributes,
        Map<String, List<Double>> bins,
        int intersections,
        int minimumCount,
        int minimumOutcomes,
        int privacyThreshold,
        boolean slices,
        Consistency consistency,
        double threshold,
        List<Gate> gates) {

    /** Whether a gate needs the champion's scores of the same rows. */
    public boolean comparesWithChampion() {
        return gates.stream().anyMatch(gate -> gate.against() == Against.CHAMPION);
    }

    /**
     * Whose decisions are compared with their neighbours'.
     *
     * @param neighbours of each row, itself among them
     * @param sample rows at most; 0: nobody's
     */
    public record Consistency(int neighbours, int sample) {}

    /**
     * A condition on a metric that decides whether the model may be promoted.
     *
     * @param metric for example {@code demographic_parity_ratio}, {@code equalized_odds_difference}, {@code auc}
     * @param attribute the protected attribute; absent: each of them
     * @param judgedBy what must keep the bounds: the figure, or all of its 95 % interval
     * @param against what the figure is taken as a difference from
     */
    public record Gate(
            String metric,
            Optional<Double> atLeast,
            Optional<Double> atMost,
            Optional<String> attribute,
            JudgedBy judgedBy,
            Against against) {}

    /** What bounds are about: the figure itself, or how much larger it is than the champion's. */
    public enum Against {
        NOTHING,
        CHAMPION
    }

    public enum JudgedBy {
        POINT,
        INTERVAL
    }
}
