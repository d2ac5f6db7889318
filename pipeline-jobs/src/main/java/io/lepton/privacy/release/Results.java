package io.lepton.privacy.release;

import io.lepton.privacy.aggregate.Figure;
import io.lepton.privacy.aggregate.Interval;
import io.lepton.privacy.aggregate.Statistic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Noised figures of groups that may be named, in the order of groups. */
final class Results {
    static final double CONFIDENCE = 0.95;

    private final Map<GroupKey, Map<String, List<Figure>>> byGroup = new LinkedHashMap<>();

    Results(Collection<GroupKey> groups) {
        groups.forEach(group -> byGroup.put(group, new HashMap<>()));
    }

    Set<GroupKey> groups() {
        return byGroup.keySet();
    }

    void add(GroupKey group, Statistic statistic, double value, double margin) {
        add(group, statistic, Optional.empty(), value, Interval.around(value, margin));
    }

    void add(GroupKey group, Statistic statistic, Optional<String> part, double value, Interval interval) {
        byGroup.get(group)
                .computeIfAbsent(statistic.label(), label -> new ArrayList<>())
                .add(new Figure(group.values(), statistic.label(), part, value, interval));
    }

    List<Figure> inOrder(List<Statistic> statistics) {
        List<Figure> figures = new ArrayList<>();
        byGroup.values()
                .forEach(ofGroup -> statistics.forEach(
                        statistic -> figures.addAll(ofGroup.getOrDefault(statistic.label(), List.of()))));
        return figures;
    }
}
