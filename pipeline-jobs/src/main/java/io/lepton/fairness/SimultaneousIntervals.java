package io.lepton.fairness;

import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import java.util.List;

/**
 * The interval of the largest difference, or the smallest ratio, of any two of several groups. Which two these are is decided by the data, so that the
 * interval of the two that happen to be outermost would promise too much: each pair gets an interval of a higher confidence, so that by Bonferroni's
 * bound all hold at a time, and the largest of all lies between the largest of their lower and of their upper ends.
 */
final class SimultaneousIntervals {
    /** Of more groups the groups' own intervals are taken, which are wider, instead of all pairs. */
    private static final int MOST_PAIRED = 20;

    private SimultaneousIntervals() {}

    /**
     * @param figures one a group, at least two
     * @param measures how many measures share the error
     */
    static Interval of(List<Estimate> figures, int measures, boolean ratio) {
        double error = (1 - Estimate.CONFIDENCE) / measures;
        int groups = figures.size();
        if (groups > MOST_PAIRED) {
            return ofMany(figures, 1 - error / groups, ratio);
        }
        double confidence = 1 - error / (groups * (groups - 1) / 2.0);
        double low = ratio ? Double.POSITIVE_INFINITY : 0;
        double high = low;
        for (int i = 0; i < groups; i++) {
            for (int j = 0; j < i; j++) {
                Comparison pair = new Comparison(figures.get(i), figures.get(j));
                Interval interval = ratio ? pair.ratio(confidence) : pair.difference(confidence);
                if (!interval.isKnown()) {
                    return Interval.UNKNOWN;
                }
                low = ratio
                        ? Math.min(low, Math.min(interval.low(), 1 / interval.high()))
                        : Math.max(low, Math.max(interval.low(), -interval.high()));
                high = ratio
                        ? Math.min(high, Math.min(interval.high(), 1 / interval.low()))
                        : Math.max(high, Math.max(interval.high(), -interval.low()));
            }
        }
        return ratio ? new Interval(Math.min(1, low), Math.min(1, high)) : new Interval(low, high);
    }

    private static Interval ofMany(List<Estimate> figures, double confidence, boolean ratio) {
        double leastLow = Double.POSITIVE_INFINITY;
        double leastHigh = Double.POSITIVE_INFINITY;
        double mostLow = Double.NEGATIVE_INFINITY;
        double mostHigh = Double.NEGATIVE_INFINITY;
        for (Estimate figure : figures) {
            Interval interval = figure.compared().interval(confidence);
            if (!interval.isKnown()) {
                return Interval.UNKNOWN;
            }
            leastLow = Math.min(leastLow, interval.low());
            leastHigh = Math.min(leastHigh, interval.high());
            mostLow = Math.max(mostLow, interval.low());
            mostHigh = Math.max(mostHigh, interval.high());
        }
        return ratio
                ? new Interval(Math.max(0, leastLow) / mostHigh, Math.min(1, leastHigh / Math.max(0, mostLow)))
                : new Interval(Math.max(0, mostLow - leastHigh), mostHigh - leastLow);
    }
}
