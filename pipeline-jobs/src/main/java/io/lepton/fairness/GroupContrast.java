package io.lepton.fairness;

import io.lepton.fairness.estimate.Interval;

/**
 * One group against everybody else.
 *
 * @param attributes "sex × race"
 * @param group "Female × Black"
 * @param metric {@code selection_rate}, {@code recall}, {@code false_positive_rate}, {@code accuracy}, {@code selection_rate_of_CLASS} or {@code mae}
 * @param value of the group
 * @param rest of all other rows
 * @param difference interval of value − rest; the intervals of all contrasts of the audit hold at a time with 95 % (Bonferroni)
 * @param pValue of the hypothesis that both are alike
 * @param adjustedPValue the same, adjusted for all contrasts of the audit (Holm)
 */
public record GroupContrast(
        String attributes,
        String group,
        String metric,
        double value,
        double rest,
        Interval difference,
        double pValue,
        double adjustedPValue) {

    /** How far the two are apart at least: 0 where they may be alike. */
    double leastDistance() {
        return Math.max(0, Math.max(difference.low(), -difference.high()));
    }
}
