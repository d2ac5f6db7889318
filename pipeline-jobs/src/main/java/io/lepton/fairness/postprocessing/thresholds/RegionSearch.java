package io.lepton.fairness.postprocessing.thresholds;

import io.lepton.fairness.postprocessing.scores.ScoreTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Finds the margin that makes the objective largest within a bound of the disparity.
 *
 * @param privileged groups; where empty, those that are selected more often than all together at the threshold
 * @param threshold (0, 1)
 * @param gridSize margins that are tried beside 0, evenly up to the nearer one of 0 and 1
 * @param bound of the disparity, [0, 1]
 */
public record RegionSearch(
        Set<String> privileged,
        double threshold,
        int gridSize,
        Constraint constraint,
        Objective objective,
        double bound) {

    public RegionSearch {
        privileged = Set.copyOf(privileged);
    }

    /**
     * The best region; of equals the narrowest.
     *
     * @param scores of [0, 1]
     * @throws io.lepton.error.LeptonException data, where a group lacks a label that the constraint is about
     */
    public CriticalRegion over(SortedMap<String, ScoreTable> scores) {
        List<Selection> groups = new ArrayList<>();
        scores.forEach((group, table) -> groups.add(new Selection(group, table)));
        groups.forEach(group -> constraint.requireRate(group.name, group.negatives(), group.positives()));
        List<String> favoured = List.copyOf(new TreeSet<>(privileged.isEmpty() ? favoured(groups) : privileged));
        double furthest = Math.min(threshold, 1 - threshold);
        CriticalRegion best = tried(groups, favoured, 0);
        for (int step = 1; step <= gridSize; step++) {
            CriticalRegion other = tried(groups, favoured, furthest * step / gridSize);
            best = other.isBetterThan(best) ? other : best;
        }
        return best;
    }

    private Set<String> favoured(List<Selection> groups) {
        List<Outcome> outcomes =
                groups.stream().map(group -> group.from(Math.nextUp(threshold))).toList();
        double selected = outcomes.stream()
                .mapToDouble(outcome -> outcome.truePositives() + outcome.falsePositives())
                .sum();
        double all = outcomes.stream()
                .mapToDouble(outcome -> outcome.positives() + outcome.negatives())
                .sum();
        Set<String> favoured = new TreeSet<>();
        for (int g = 0; g < groups.size(); g++) {
            if (outcomes.get(g).selectionRate() > selected / all) {
                favoured.add(groups.get(g).name);
            }
        }
        return favoured;
    }

    private CriticalRegion tried(List<Selection> groups, List<String> favoured, double margin) {
        CriticalRegion region = new CriticalRegion(favoured, threshold, margin, 0, 0, false);
        List<Outcome> outcomes = groups.stream()
                .map(group -> group.from(
                        favoured.contains(group.name) ? Math.nextUp(region.privilegedAbove()) : region.othersFrom()))
                .toList();
        double disparity =
                spread(outcomes.stream().mapToDouble(constraint::rate).toArray());
        if (constraint == Constraint.EQUALIZED_ODDS) {
            disparity = Math.max(
                    disparity,
                    spread(outcomes.stream()
                            .mapToDouble(Outcome::truePositiveRate)
                            .toArray()));
        }
        double negatives = outcomes.stream().mapToDouble(Outcome::negatives).sum();
        double positives = outcomes.stream().mapToDouble(Outcome::positives).sum();
        double reached = outcomes.stream()
                .mapToDouble(outcome -> objective.of(outcome, negatives, positives))
                .sum();
        return new CriticalRegion(favoured, threshold, margin, disparity, reached, disparity <= bound);
    }

    private static double spread(double[] rates) {
        return Arrays.stream(rates).max().orElseThrow()
                - Arrays.stream(rates).min().orElseThrow();
    }

    /** What a group's outcome is at any threshold. */
    private static final class Selection {
        private final String name;
        private final double[] scores;
        private final double[] negativesFrom;
        private final double[] positivesFrom;

        Selection(String name, ScoreTable table) {
            int size = table.size();
            this.name = name;
            this.scores = new double[size];
            this.negativesFrom = new double[size + 1];
            this.positivesFrom = new double[size + 1];
            for (int bin = size - 1; bin >= 0; bin--) {
                scores[bin] = table.middle(bin);
                negativesFrom[bin] = negativesFrom[bin + 1] + table.negatives()[bin];
                positivesFrom[bin] = positivesFrom[bin + 1] + table.positives()[bin];
            }
        }

        double negatives() {
            return negativesFrom[0];
        }

        double positives() {
            return positivesFrom[0];
        }

        Outcome from(double score) {
            int found = Arrays.binarySearch(scores, score);
            int first = found >= 0 ? found : -found - 1;
            return new Outcome(negativesFrom[first], positivesFrom[first], negatives(), positives());
        }
    }
}
