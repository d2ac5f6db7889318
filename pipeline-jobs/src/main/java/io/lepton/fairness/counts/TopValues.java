package io.lepton.fairness.counts;

import java.io.Serial;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The commonest texts of a column in bounded memory, after Misra and Gries (1982); parts add up as Agarwal et al. (2013) show. Up to
 * {@value #CAPACITY} distinct texts the counts are exact; beyond, each is too low by at most rows ÷ {@value #CAPACITY}.
 */
final class TopValues implements Serializable {
    static final int CAPACITY = 1024;

    @Serial
    private static final long serialVersionUID = 1L;

    private final HashMap<String, Long> counts = new HashMap<>();
    private boolean exact = true;

    void add(String text, long rows) {
        counts.merge(text, rows, Long::sum);
        if (counts.size() > 2 * CAPACITY) {
            shrink();
        }
    }

    void addAll(TopValues other) {
        exact &= other.exact;
        other.counts.forEach((text, rows) -> counts.merge(text, rows, Long::sum));
        if (counts.size() > CAPACITY) {
            shrink();
        }
    }

    /** Whether no text was dropped. */
    boolean isExact() {
        return exact && counts.size() <= CAPACITY;
    }

    int distinct() {
        return counts.size();
    }

    /** The commonest, most frequent first, equally frequent ones by name. */
    List<String> most(int count) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void shrink() {
        exact = false;
        long cut = counts.values().stream()
                .sorted(Comparator.reverseOrder())
                .skip(CAPACITY)
                .findFirst()
                .orElse(0L);
        counts.values().removeIf(rows -> rows <= cut);
        counts.replaceAll((text, rows) -> rows - cut);
    }
}
