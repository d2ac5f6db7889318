package io.lepton.privacy.aggregate;

import java.util.List;
import java.util.Optional;

/**
 * One released number.
 *
 * @param group values of the columns that rows are grouped by, empty where the table has none
 * @param statistic such as "mean(age)"
 * @param part which quantile or range; empty for counts, sums and means, and for the rows of a histogram that hold no value
 * @param value the noised result, which may lie beyond what is possible, such as a count below zero
 * @param interval holds the result without noise in at least 95 % of releases, for the rows that were kept and the values as they were
 *     clamped; approximate for quantiles
 */
public record Figure(
        List<Optional<String>> group, String statistic, Optional<String> part, double value, Interval interval) {
    public Figure {
        group = List.copyOf(group);
    }
}
