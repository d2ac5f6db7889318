package io.lepton.fairness.postprocessing.scores;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Maps scores by a line through points; beyond the points by the distance to the last one, so that no two scores change places.
 *
 * @param from ascending
 * @param to ascending, one each
 */
public record MonotoneMap(List<Double> from, List<Double> to) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public MonotoneMap {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /**
     * Maps that make the positives of all groups distributed alike, namely as all positives are together: the composition of a group's
     * distribution function and the inverse of the common one.
     *
     * @param groups with a positive each
     * @param most points of a distribution that are kept; a map has at most twice as many, and 2
     */
    public static Map<String, MonotoneMap> toCommonPositives(SortedMap<String, ScoreTable> groups, int most) {
        double low = groups.values().stream()
                .mapToDouble(table -> table.low()[0])
                .min()
                .orElseThrow();
        double high = groups.values().stream()
                .mapToDouble(table -> table.high()[table.size() - 1])
                .max()
                .orElseThrow();
        Map<String, MonotoneMap> maps = new LinkedHashMap<>();
        if (low == high) {
            groups.keySet().forEach(group -> maps.put(group, new MonotoneMap(List.of(low), List.of(low))));
            return maps;
        }
        Collection<ScoreTable> all = groups.values();
        Distribution common = Distribution.ofPositives(all, low, high, most);
        groups.forEach((group, table) ->
                maps.put(group, composed(Distribution.ofPositives(List.of(table), low, high, most), common)));
        return maps;
    }

    private static MonotoneMap composed(Distribution own, Distribution common) {
        TreeSet<Double> from = new TreeSet<>();
        Arrays.stream(own.values()).forEach(from::add);
        Arrays.stream(common.ranks()).forEach(rank -> from.add(own.value(rank)));
        List<Double> to = new ArrayList<>();
        from.forEach(value -> to.add(common.value(own.rank(value))));
        return new MonotoneMap(List.copyOf(from), to);
    }

    /** In arrays, for many scores. */
    public Lines lines() {
        return new Lines(
                from.stream().mapToDouble(Double::doubleValue).toArray(),
                to.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** A map to apply. */
    public static final class Lines implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final double[] from;
        private final double[] to;

        private Lines(double[] from, double[] to) {
            this.from = from;
            this.to = to;
        }

        public double of(double score) {
            int last = from.length - 1;
            if (score <= from[0]) {
                return to[0] + (score - from[0]);
            }
            return score >= from[last] ? to[last] + (score - from[last]) : Distribution.interpolated(from, to, score);
        }
    }
}
