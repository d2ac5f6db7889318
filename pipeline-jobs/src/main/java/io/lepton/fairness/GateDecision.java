package io.lepton.fairness;

/**
 * What a gate said.
 *
 * @param attributes what it was applied to: "sex", "sex × race" or {@link GroupMetrics#OVERALL}
 * @param value that was compared; NaN if it could not be measured, which refuses
 * @param reason one sentence for people
 */
public record GateDecision(Gate gate, String attributes, double value, boolean passed, String reason) {}
