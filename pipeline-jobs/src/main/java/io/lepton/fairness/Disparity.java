package io.lepton.fairness;

import io.lepton.fairness.estimate.Interval;

/**
 * How far apart the judged groups of an attribute are.
 *
 * @param attributes "sex", or "sex × race"
 * @param metric for example {@code demographic_parity_ratio}
 * @param value difference: 0 is equal treatment; ratio: 1 is; NaN if fewer than two judged groups have the measure
 * @param interval holds the true value with 95 %, whichever groups turn out to be the outermost; ends are NaN if unknown
 * @param significance whether the groups differ by more than chance
 * @param worstGroup the group that fares worst: the lowest rate, or the highest error; empty if value is NaN
 * @param bestGroup the group that fares best; empty if value is NaN
 */
public record Disparity(
        String attributes,
        String metric,
        double value,
        Interval interval,
        Significance significance,
        String worstGroup,
        String bestGroup) {

    public Disparity {
        // Older ledgers tell neither.
        interval = interval == null ? Interval.UNKNOWN : interval;
        significance = significance == null ? Significance.UNTESTED : significance;
    }

    /**
     * p-values of the hypothesis that all groups are alike; NaN where it was not tested.
     *
     * @param pValue by itself
     * @param holm adjusted for all hypotheses of the audit, so that any false alarm has at most the level's probability
     * @param benjaminiHochberg adjusted so that at most the level's share of the alarms is false
     */
    public record Significance(double pValue, double holm, double benjaminiHochberg) {
        public static final Significance UNTESTED = new Significance(Double.NaN, Double.NaN, Double.NaN);
    }

    Disparity with(Significance tested) {
        return new Disparity(attributes, metric, value, interval, tested, worstGroup, bestGroup);
    }
}
