package io.lepton.fairness;

import java.util.Optional;

/**
 * A condition that decides whether a model may be promoted.
 *
 * @param metric a disparity ({@code equalized_odds_difference}), a measure of all rows ({@code auc}), or a measure that every judged
 *     group must reach ({@code group_auc})
 * @param attribute the protected attribute, or a pair ("sex × race"); absent: each protected attribute
 */
public record Gate(String metric, Optional<Double> atLeast, Optional<Double> atMost, Optional<String> attribute) {}
