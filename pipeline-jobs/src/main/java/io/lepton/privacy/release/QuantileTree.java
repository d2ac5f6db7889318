package io.lepton.privacy.release;

import io.lepton.privacy.noise.GeometricNoise;
import io.lepton.privacy.noise.RandomBits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of values in ranges, ranges of ranges and so on, each with noise: quantiles are found by walking down (Hay, Rastogi, Miklau,
 * Suciu, 2010, "Boosting the accuracy of differentially private histograms through consistency"). A value counts once on each level, so that
 * any number of quantiles costs the same.
 */
final class QuantileTree {
    static final int LEVELS = 4;
    private static final int CHILDREN = 16;

    /** Ranges of the lowest level. */
    static final int LEAVES = 65_536;

    private final List<Map<Integer, Long>> levels;
    private final Map<Integer, Long> noised = new HashMap<>();
    private final GeometricNoise noise;
    private final RandomBits bits;

    /**
     * @param leaves true counts by leaf, those of 0 left out
     * @param noise for a sensitivity of {@link #LEVELS} times the rows of a person
     */
    QuantileTree(Map<Integer, Long> leaves, GeometricNoise noise, RandomBits bits) {
        this.noise = noise;
        this.bits = bits;
        Map<Integer, Long>[] counts = counts(leaves);
        this.levels = List.of(counts);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<Integer, Long>[] counts(Map<Integer, Long> leaves) {
        Map<Integer, Long>[] counts = new Map[LEVELS];
        counts[LEVELS - 1] = Map.copyOf(leaves);
        for (int level = LEVELS - 2; level >= 0; level--) {
            counts[level] = new HashMap<>();
            for (Map.Entry<Integer, Long> child : counts[level + 1].entrySet()) {
                counts[level].merge(child.getKey() / CHILDREN, child.getValue(), Long::sum);
            }
        }
        return counts;
    }

    /**
     * Where a quantile lies between the bounds: 0 at the lower, 1 at the upper.
     *
     * @param rank clipped to 0 to 1
     */
    double position(double rank) {
        double left = Math.min(Math.max(rank, 0), 1);
        int node = 0;
        double width = 1;
        double start = 0;
        for (int level = 0; level < LEVELS; level++) {
            int first = node * CHILDREN;
            double total = 0;
            for (int child = first; child < first + CHILDREN; child++) {
                total += count(level, child);
            }
            if (total == 0) {
                break;
            }
            double wanted = left * total;
            int child = first;
            while (child < first + CHILDREN - 1 && wanted > count(level, child)) {
                wanted -= count(level, child);
                child++;
            }
            double inside = count(level, child);
            left = inside == 0 ? 0.5 : Math.min(1, wanted / inside);
            width /= CHILDREN;
            start += (child - first) * width;
            node = child;
        }
        return start + left * width;
    }

    /** By how much of all rows the noise may move a rank, in about 95 % of releases. */
    double rankMargin() {
        double total = 0;
        for (int child = 0; child < CHILDREN; child++) {
            total += count(0, child);
        }
        // A rank is a sum of up to 15 counts on each level.
        double margin = 1.96 * noise.standardDeviation() * Math.sqrt(LEVELS * (CHILDREN - 1.0));
        return total == 0 ? 1 : margin / total;
    }

    /** The noised count, below zero taken for zero; the same each time. */
    private double count(int level, int index) {
        long noisy = noised.computeIfAbsent(
                level * LEAVES + index, node -> noise.added(levels.get(level).getOrDefault(index, 0L), bits));
        return Math.max(0, noisy);
    }
}
