package io.lepton.fairness;

/**
 * How far apart the judged groups of an attribute are.
 *
 * @param attributes "sex", or "sex × race"
 * @param metric for example {@code demographic_parity_ratio}
 * @param value difference: 0 is equal treatment; ratio: 1 is; NaN if fewer than two judged groups have the measure
 * @param worstGroup the group that fares worst: the lowest rate, or the highest error; empty if value is NaN
 * @param bestGroup the group that fares best; empty if value is NaN
 */
public record Disparity(String attributes, String metric, double value, String worstGroup, String bestGroup) {}
