package io.lepton.inference.ranks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits by the ranking that answers them. All comparisons of a feature share one, if there is a rank that makes missing values go where each sends
 * them: if none that sends them right has a higher threshold than one that sends them left. Otherwise those that send them left have another one.
 */
final class SplitKinds {
    /** By threshold; of equal ones first those that send missing values right. */
    static final Comparator<Split.Below> ORDER =
            Comparator.comparingDouble(Split.Below::threshold).thenComparing(Split.Below::missingGoesLeft);

    /** @param apart whether these send missing values left, and others of the feature need another ranking */
    record Kind(int feature, boolean categories, boolean apart) {}

    private final Map<Kind, List<Split>> kinds = new LinkedHashMap<>();
    private final Set<Integer> mixed = new HashSet<>();

    SplitKinds(Set<Split> splits) {
        Map<Integer, Double> highestRight = new HashMap<>();
        Map<Integer, Double> lowestLeft = new HashMap<>();
        for (Split split : splits) {
            if (split instanceof Split.Below below && below.missingGoesLeft()) {
                lowestLeft.merge(below.feature(), below.threshold(), Math::min);
            } else if (split instanceof Split.Below below) {
                highestRight.merge(below.feature(), below.threshold(), Math::max);
            }
        }
        highestRight.forEach((feature, threshold) -> {
            if (threshold > lowestLeft.getOrDefault(feature, Double.POSITIVE_INFINITY)) {
                mixed.add(feature);
            }
        });
        splits.forEach(split ->
                kinds.computeIfAbsent(of(split), kind -> new ArrayList<>()).add(split));
    }

    Kind of(Split split) {
        return split instanceof Split.Below below
                ? new Kind(below.feature(), false, below.missingGoesLeft() && mixed.contains(below.feature()))
                : new Kind(split.feature(), true, false);
    }

    Collection<Kind> all() {
        return kinds.keySet();
    }

    List<Split> of(Kind kind) {
        return kinds.get(kind);
    }
}
