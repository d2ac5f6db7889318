package io.lepton.features;

import java.util.Optional;

/**
 * Which rows are held out.
 *
 * @param testFraction above 0 and below 1
 * @param column time (TIME) or group (GROUP)
 */
public record SplitPlan(SplitMethod method, double testFraction, Optional<String> column, long seed) {}
