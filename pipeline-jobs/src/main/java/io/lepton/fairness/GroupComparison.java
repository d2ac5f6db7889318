package io.lepton.fairness;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.WithheldGroups;
import io.lepton.fairness.curves.GroupCurves;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.measures.BetweenGroups;
import io.lepton.fairness.measures.BinaryMeasures;
import io.lepton.fairness.measures.ClassMeasures;
import io.lepton.fairness.measures.GroupFigures;
import io.lepton.fairness.measures.Measure;
import io.lepton.fairness.measures.Measures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes a report of the counts of the finest groups: adds them up to the groups of each attribute and intersection, and compares those. */
final class GroupComparison {
    static final String BETWEEN = " × ";
    /** Of weights that were added up. */
    private static final double ROUNDING = 1e-9;

    private final AuditInput input;
    private final Told asked;
    private final Measures measures;
    private final Map<List<String>, GroupTally> finest;
    private final GroupTally everybody;
    private final FewUnlabelled few;
    private final List<List<Integer>> sets;
    private final WithheldGroups withheld;
    private final Set<String> applicable = new LinkedHashSet<>();
    private final List<GroupMetrics> groups = new ArrayList<>();
    private final List<Disparity> disparities = new ArrayList<>();
    private final Contrasts contrasts;
    private final List<GroupCurves> curves = new ArrayList<>();

    /**
     * @param asked what is told
     * @param finest tallies by the names of the groups, one a protected attribute
     * @param everybody their sum
     * @param few whose rows are not told
     * @param contrasts to which those of the groups are added
     */
    GroupComparison(
            AuditInput input,
            Told asked,
            Measures measures,
            Map<List<String>, GroupTally> finest,
            GroupTally everybody,
            FewUnlabelled few,
            Contrasts contrasts) {
        this.input = input;
        this.asked = asked;
        this.contrasts = contrasts;
        this.measures = measures;
        this.finest = finest;
        this.few = few;
        this.everybody = everybody;
        this.sets = sets(input.protectedAttributes().size(), input.depth());
        Map<List<String>, Long> rows = new HashMap<>();
        finest.forEach((names, tally) -> rows.put(names, tally.rows()));
        this.withheld = new WithheldGroups(rows, sets, input.judgement().privacyThreshold());
    }

    /** Without contrasts: those are told when all are known. */
    FairnessReport report() {
        Map<String, Estimate> overall = measures.of(everybody);
        applicable.addAll(binary() ? Measure.ofTwoClasses() : overall.keySet());
        applicable.addAll(measures.ofGroupsAlone());
        sets.forEach(this::compare);
        return new FairnessReport(
                GroupMetrics.of(GroupMetrics.OVERALL, "all", everybody.rows(), true, told(overall)),
                groups,
                Hypotheses.adjusted(disparities),
                List.of(),
                curves,
                Optional.empty());
    }

    /** Positions of attributes: each, each pair, ... */
    static List<List<Integer>> sets(int attributes, int depth) {
        List<List<Integer>> sets = new ArrayList<>();
        List<List<Integer>> last = List.of(List.of());
        for (int size = 1; size <= Math.min(depth, attributes); size++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> set : last) {
                for (int next = set.isEmpty() ? 0 : set.get(set.size() - 1) + 1; next < attributes; next++) {
                    List<Integer> grown = new ArrayList<>(set);
                    grown.add(next);
                    longer.add(List.copyOf(grown));
                }
            }
            sets.addAll(longer);
            last = longer;
        }
        return sets;
    }

    private void compare(List<Integer> positions) {
        String attributes = String.join(
                BETWEEN,
                positions.stream().map(input.protectedAttributes()::get).toList());
        Map<String, GroupTally> tallies = few.without(positions, tallies(positions));
        Map<String, GroupTally> shown = new TreeMap<>(tallies);
        withheld.of(positions).forEach(names -> shown.remove(String.join(BETWEEN, names)));
        shown.values().removeIf(tally -> tally.rows() < input.judgement().privacyThreshold());
        List<GroupFigures> figures = new ArrayList<>();
        for (Measured measured : measured(attributes, tallies, shown.keySet())) {
            groups.add(measured.metrics());
            measured.figures().ifPresent(figures::add);
        }
        if (positions.size() > 1) {
            contrast(attributes, shown);
        } else if (asked != Told.PREDICTIONS) {
            draw(new DrawnGroups(attributes, shown, figures, input.judgement().privacyThreshold()));
        }
        new Disparities(attributes, applicable, figures)
                .all(between(tallies, shown)).stream()
                        .filter(disparity -> asked.has(disparity.metric()))
                        .forEach(disparities::add);
    }

    /** Of the groups that are told: from a figure of all it could be worked out how a withheld one is treated. */
    private Map<String, Estimate> between(Map<String, GroupTally> all, Map<String, GroupTally> shown) {
        if (!binary()) {
            return Map.of();
        }
        if (shown.size() == all.size()) {
            return BetweenGroups.of(List.copyOf(all.values()), everybody);
        }
        GroupTally sum = new GroupTally();
        shown.values().forEach(sum::addAll);
        return shown.size() < 2 ? BetweenGroups.undefined() : BetweenGroups.of(List.copyOf(shown.values()), sum);
    }

    /** What is asked of them. */
    private <F> Map<String, F> told(Map<String, F> figures) {
        Map<String, F> told = new LinkedHashMap<>(figures);
        told.keySet().removeIf(metric -> !asked.has(metric));
        return told;
    }

    /**
     * A group.
     *
     * @param figures for comparisons; absent, where there are too few people to tell anything
     */
    private record Measured(GroupMetrics metrics, Optional<GroupFigures> figures) {}

    /** Groups are measured beside each other: their counts are all that they need, and intervals are what takes time. */
    private List<Measured> measured(String attributes, Map<String, GroupTally> tallies, Set<String> shown) {
        return tallies.entrySet().parallelStream()
                .map(group -> shown.contains(group.getKey())
                        ? measured(attributes, group.getKey(), group.getValue())
                        : new Measured(
                                GroupMetrics.suppressed(
                                        attributes,
                                        group.getKey(),
                                        input.judgement().privacyThreshold()),
                                Optional.empty()))
                .toList();
    }

    private Measured measured(String attributes, String group, GroupTally tally) {
        GroupFigures figures = new GroupFigures(
                group,
                judged(tally),
                measures.ofFewOutcomes(tally, input.judgement().minimumOutcomes() - ROUNDING),
                measures.of(tally));
        return new Measured(
                GroupMetrics.of(attributes, group, tally.rows(), figures.judged(), told(figures.figures()))
                        .notJudgedBy(figures.ofFewOutcomes()),
                Optional.of(figures));
    }

    private void contrast(String attributes, Map<String, GroupTally> tallies) {
        GroupTally all = everybody.withoutScores();
        tallies.forEach((group, tally) -> {
            // Of few others a contrast would tell as much as of few people.
            if (judged(tally)
                    && everybody.rows() - tally.rows()
                            >= Math.max(
                                    input.judgement().minimumRows(),
                                    input.judgement().privacyThreshold())) {
                contrasts.add(attributes, group, told(measures.against(tally, all)));
            }
        });
    }

    private void draw(DrawnGroups groupsOfOne) {
        if (binary()) {
            curves.addAll(groupsOfOne.ofTwoClasses());
        } else if (measures instanceof ClassMeasures several) {
            curves.addAll(groupsOfOne.of(several.classes()));
        }
    }

    private Map<String, GroupTally> tallies(List<Integer> positions) {
        Map<String, GroupTally> tallies = new TreeMap<>();
        finest.forEach((names, tally) -> {
            tallies.computeIfAbsent(name(positions, names), name -> new GroupTally())
                    .addAll(tally);
        });
        return tallies;
    }

    /** Of the group of some attributes, by the names of the finest. */
    static String name(List<Integer> positions, List<String> names) {
        return String.join(BETWEEN, positions.stream().map(names::get).toList());
    }

    private boolean binary() {
        return measures instanceof BinaryMeasures;
    }

    private boolean judged(GroupTally tally) {
        AuditInput.Judgement judgement = input.judgement();
        double outcomes = binary()
                ? Math.min(tally.labelled(0), tally.labelled(1)) * tally.rowsPerWeight()
                : Double.POSITIVE_INFINITY;
        return tally.rows() >= judgement.minimumRows()
                && tally.weight() > 0
                && !(outcomes < judgement.minimumOutcomes() - ROUNDING);
    }
}
