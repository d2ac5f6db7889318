package io.lepton.privacy.recoding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leaves out the outliers of classes where that lowers the whole cost: a row left out costs 1 on every attribute, and its class, which
 * keeps at least k rows, may become so much narrower that the others gain more.
 */
final class Suppression {
    private final int k;
    private final Combinations combinations;
    private final Groups singles;

    Suppression(int k, Combinations combinations, Groups singles) {
        this.k = k;
        this.combinations = combinations;
        this.singles = singles;
    }

    private record Outlier(int combination, long rows, double gain) {
        double gainPerRow() {
            return gain / rows;
        }
    }

    /** Marks combinations of {@code group} as suppressed, at most {@code budget} rows in all. */
    void apply(int[] group, long budget) {
        Map<Integer, List<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < group.length; i++) {
            classes.computeIfAbsent(group[i], key -> new ArrayList<>()).add(i);
        }
        long left = budget;
        while (left > 0) {
            List<Outlier> outliers = new ArrayList<>();
            Map<Integer, Integer> classOf = new HashMap<>();
            for (Map.Entry<Integer, List<Integer>> entry : classes.entrySet()) {
                Outlier worst = worst(entry.getValue(), left);
                if (worst != null) {
                    outliers.add(worst);
                    classOf.put(worst.combination, entry.getKey());
                }
            }
            if (outliers.isEmpty()) {
                return;
            }
            outliers.sort(
                    Comparator.comparingDouble(Outlier::gainPerRow).reversed().thenComparing(Outlier::combination));
            for (Outlier outlier : outliers) {
                if (outlier.rows <= left) {
                    left -= outlier.rows;
                    group[outlier.combination] = Recoding.SUPPRESSED;
                    classes.get(classOf.get(outlier.combination)).remove((Integer) outlier.combination);
                }
            }
        }
    }

    private Outlier worst(List<Integer> members, long left) {
        long rows = members.stream().mapToLong(i -> combinations.counts()[i]).sum();
        if (rows <= k || members.size() < 2) {
            return null;
        }
        double cost = rows * lossWithout(members, -1);
        Outlier worst = null;
        for (int candidate : members) {
            long count = combinations.counts()[candidate];
            if (rows - count < k || count > left) {
                continue;
            }
            double after = (rows - count) * lossWithout(members, candidate)
                    + (double) count * combinations.attributes().size();
            Outlier outlier = new Outlier(candidate, count, cost - after);
            if (outlier.gain > 1e-9 && (worst == null || outlier.gainPerRow() > worst.gainPerRow())) {
                worst = outlier;
            }
        }
        return worst;
    }

    private double lossWithout(List<Integer> members, int without) {
        Groups united = new Groups(combinations, 1);
        boolean any = false;
        for (int member : members) {
            if (member == without) {
                continue;
            }
            if (any) {
                united.unite(0, singles, member);
            } else {
                united.copy(0, singles, member);
                any = true;
            }
        }
        return united.loss(0);
    }
}
