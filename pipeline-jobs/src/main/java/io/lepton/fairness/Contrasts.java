package io.lepton.fairness;

import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Homogeneity;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.estimate.MultipleTesting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects groups that are compared with everybody else, and finds those that are furthest off. */
final class Contrasts {
    /** A longer list would not be read. */
    private static final int MOST = 10;

    private final List<Candidate> candidates = new ArrayList<>();

    private record Candidate(String attributes, String group, String metric, Comparison comparison) {
        boolean isKnown() {
            return Double.isFinite(comparison.first().value())
                    && Double.isFinite(comparison.second().value());
        }
    }

    /** @param figures of the group against the rest, by metric */
    void add(String attributes, String group, Map<String, Comparison> figures) {
        figures.forEach((metric, comparison) -> {
            Candidate candidate = new Candidate(attributes, group, metric, comparison);
            if (candidate.isKnown()) {
                candidates.add(candidate);
            }
        });
    }

    /** Of each group the metric by which it is furthest off; the furthest groups first, by how far they are off at least. */
    List<GroupContrast> worst() {
        double[] pValues = candidates.stream()
                .mapToDouble(candidate -> Homogeneity.of(List.of(
                                candidate.comparison().first(),
                                candidate.comparison().second()))
                        .pValue())
                .toArray();
        double[] adjusted = MultipleTesting.holm(pValues);
        double confidence = 1 - (1 - Estimate.CONFIDENCE) / Math.max(1, candidates.size());
        List<GroupContrast> found = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Interval difference = candidates.get(i).comparison().difference(confidence);
            if (difference.isKnown()) {
                found.add(contrast(candidates.get(i), difference, pValues[i], adjusted[i]));
            }
        }
        Comparator<GroupContrast> furthest = Comparator.comparingDouble(GroupContrast::leastDistance)
                .thenComparingDouble(contrast -> Math.abs(contrast.value() - contrast.rest()));
        return found.stream()
                .collect(Collectors.groupingBy(contrast -> List.of(contrast.attributes(), contrast.group())))
                .values()
                .stream()
                .map(ofGroup -> ofGroup.stream().max(furthest).orElseThrow())
                .sorted(furthest.reversed().thenComparing(GroupContrast::group))
                .limit(MOST)
                .toList();
    }

    private static GroupContrast contrast(Candidate candidate, Interval difference, double pValue, double adjusted) {
        return new GroupContrast(
                candidate.attributes(),
                candidate.group(),
                candidate.metric(),
                candidate.comparison().first().value(),
                candidate.comparison().second().value(),
                difference,
                pValue,
                adjusted);
    }
}
