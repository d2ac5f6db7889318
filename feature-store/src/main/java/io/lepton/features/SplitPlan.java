package io.lepton.features;

import java.util.Optional;

/**
 * Which rows are held out.
 *
 * @param testFraction above 0 and below 1
 * @param column time (TIME) or group (GROUP)
 */
public record SplitPlan(SplitMethod method, double testFraction, Optional<String> column, long seed) {
    public SplitPlan {
        if (!(testFraction > 0 && testFraction < 1)) {
            throw new FeatureException(
                    "Cannot hold out a test-fraction of " + testFraction + ": it must be above 0 and below 1.");
        }
    }
}
