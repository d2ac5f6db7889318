package io.lepton.fairness;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.curves.GroupCurves;
import io.lepton.fairness.measures.ClassMeasures;
import io.lepton.fairness.measures.GroupFigures;
import io.lepton.fairness.measures.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Of which groups of an attribute curves are drawn: the largest that are judged.
 *
 * @param tallies of all groups that are told, by name
 * @param figures of the same
 * @param fewest rows that a point must tell of
 */
record DrawnGroups(String attributes, Map<String, GroupTally> tallies, List<GroupFigures> figures, int fewest) {
    /** More lines in one chart cannot be told apart. */
    private static final int MOST_GROUPS = 8;

    private static final int MOST_CLASSES = 6;

    List<GroupCurves> ofTwoClasses() {
        List<GroupCurves> curves = new ArrayList<>();
        for (GroupFigures group : largest()) {
            ScoreHistogram scores = tallies.get(group.group()).histogram();
            if (scores.allNegatives() > 0 && scores.allPositives() > 0) {
                curves.add(curves(group, "", scores));
            }
        }
        return curves;
    }

    /** Of many classes those that groups are predicted most unequally. */
    List<GroupCurves> of(SortedSet<Integer> classes) {
        List<GroupFigures> drawn = largest();
        Set<Integer> apart = classes.stream()
                .sorted(Comparator.comparingDouble(each -> -apart(ClassMeasures.ofClass(Measure.SELECTION_RATE, each))))
                .limit(MOST_CLASSES)
                .collect(Collectors.toSet());
        List<GroupCurves> curves = new ArrayList<>();
        for (int each : classes) {
            for (GroupFigures group : drawn) {
                if (apart.contains(each) && group.judged(ClassMeasures.ofClass(Measure.AUC, each))) {
                    curves.add(curves(
                            group,
                            Integer.toString(each),
                            tallies.get(group.group()).classScores().of(each)));
                }
            }
        }
        return curves;
    }

    /** In the order of the others. */
    private List<GroupFigures> largest() {
        Set<String> largest = figures.stream()
                .filter(GroupFigures::judged)
                .map(GroupFigures::group)
                .sorted(Comparator.comparingLong(name -> -tallies.get(name).rows()))
                .limit(MOST_GROUPS)
                .collect(Collectors.toSet());
        return figures.stream().filter(each -> largest.contains(each.group())).toList();
    }

    private double apart(String metric) {
        DoubleSummaryStatistics values = figures.stream()
                .filter(group -> group.judged(metric))
                .mapToDouble(group -> group.figure(metric).value())
                .summaryStatistics();
        return values.getCount() == 0 ? 0 : values.getMax() - values.getMin();
    }

    private GroupCurves curves(GroupFigures group, String ofClass, ScoreHistogram scores) {
        return GroupCurves.of(
                attributes,
                group.group(),
                ofClass,
                scores,
                tallies.get(group.group()).rowsPerWeight(),
                fewest);
    }
}
