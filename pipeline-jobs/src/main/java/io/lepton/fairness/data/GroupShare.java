package io.lepton.fairness.data;

import io.lepton.fairness.estimate.Interval;
import java.util.Optional;

/**
 * How many rows a group has, and how often its label is positive.
 *
 * @param attributes "sex", or "sex × race"
 * @param count rows that were read; the privacy threshold where {@code countSuppressed}
 * @param countSuppressed whether the group is too small to publish: nothing else is told of it
 * @param judged whether the group is large enough to be compared
 * @param share of all rows that were read, 0 to 1; NaN where withheld
 * @param shareInterval Wilson's, 95 %; absent where withheld
 * @param baseRate share of its rows whose label is positive, 0 to 1; NaN where withheld, or where the label is not 0 or 1
 * @param baseRateInterval Wilson's, 95 %; absent where the rate is NaN
 */
public record GroupShare(
        String attributes,
        String group,
        long count,
        boolean countSuppressed,
        boolean judged,
        double share,
        Optional<Interval> shareInterval,
        double baseRate,
        Optional<Interval> baseRateInterval) {}
