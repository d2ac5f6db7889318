package io.lepton.training.compression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Fewer thresholds a feature: neighbours become one, which stands for about as many splits as every other. Each is mapped to one that was there,
 * and none overtakes another. With {@value #OF_A_BYTE} at most, the bin of a value fits a byte.
 */
final class ThresholdBins {
    /** One value of a byte is for what is above all thresholds. */
    static final int OF_A_BYTE = 255;

    private final Map<Integer, NavigableMap<Double, Double>> mapped = new HashMap<>();

    /**
     * Chooses them.
     *
     * @param thresholds of each feature, one a split, equal ones too
     * @param most different ones a feature
     */
    static ThresholdBins of(Map<Integer, List<Double>> thresholds, int most) {
        ThresholdBins bins = new ThresholdBins();
        thresholds.forEach((feature, ofFeature) -> bins.mapped.put(feature, mapped(ofFeature, most)));
        return bins;
    }

    private static NavigableMap<Double, Double> mapped(List<Double> thresholds, int most) {
        NavigableMap<Double, Integer> counts = new TreeMap<>();
        thresholds.forEach(threshold -> counts.merge(threshold, 1, Integer::sum));
        NavigableMap<Double, Double> mapped = new TreeMap<>();
        if (counts.size() <= most) {
            counts.keySet().forEach(threshold -> mapped.put(threshold, threshold));
            return mapped;
        }
        List<Double> group = new ArrayList<>();
        int seen = 0;
        int groups = 1;
        for (Map.Entry<Double, Integer> threshold : counts.entrySet()) {
            group.add(threshold.getKey());
            seen += threshold.getValue();
            if ((long) seen * most >= (long) groups * thresholds.size()) {
                close(group, mapped);
                groups = (int) ((long) seen * most / thresholds.size()) + 1;
            }
        }
        close(group, mapped);
        return mapped;
    }

    /** The one in the middle stands for all. */
    private static void close(List<Double> group, NavigableMap<Double, Double> mapped) {
        if (!group.isEmpty()) {
            double middle = group.get(group.size() / 2);
            group.forEach(threshold -> mapped.put(threshold, middle));
            group.clear();
        }
    }

    /** What becomes of a threshold. */
    double of(int feature, double threshold) {
        return mapped.getOrDefault(feature, new TreeMap<>()).getOrDefault(threshold, threshold);
    }

    /** Different thresholds of all features, once mapped. */
    long size() {
        return mapped.values().stream()
                .mapToLong(thresholds -> thresholds.values().stream().distinct().count())
                .sum();
    }
}
