package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Mapped;
import io.lepton.fairness.estimate.Mean;
import io.lepton.fairness.estimate.Proportion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Measures of several classes: each class against the others, and macro means over those for which a group has the measure.
 *
 * @param classes all that there are, whether a row has them or not
 */
public record ClassMeasures(SortedSet<Integer> classes) implements Measures {
    @Override
    public Map<String, Estimate> of(GroupTally tally) {
        Map<Measure, List<Proportion>> byClass = new LinkedHashMap<>();
        Map<String, Estimate> figures = new LinkedHashMap<>();
        double all = tally.weight();
        for (int each : classes) {
            double hits = tally.cell(each, each);
            double labelled = tally.labelled(each);
            double selected = tally.predicted(each);
            Map<Measure, Proportion> ofClass = new LinkedHashMap<>();
            ofClass.put(Measure.SELECTION_RATE, share(tally, selected, all));
            ofClass.put(Measure.PRECISION, share(tally, hits, selected));
            ofClass.put(Measure.RECALL, share(tally, hits, labelled));
            ofClass.put(Measure.FALSE_POSITIVE_RATE, share(tally, selected - hits, all - labelled));
            ofClass.put(Measure.FALSE_NEGATIVE_RATE, share(tally, labelled - hits, labelled));
            ofClass.put(Measure.BASE_RATE, share(tally, labelled, all));
            ofClass.forEach((measure, share) -> {
                figures.put(ofClass(measure, each), share);
                byClass.computeIfAbsent(measure, name -> new ArrayList<>()).add(share);
            });
            figures.put(ofClass(Measure.F1, each), Mapped.f1(share(tally, hits, labelled + selected - hits)));
        }
        // Each class's recall is of rows of its own, and so is its precision.
        MacroMeans macro = new MacroMeans(classes, tally);
        figures.put(Measure.ACCURACY.id(), share(tally, right(tally), all));
        figures.put(Measure.PRECISION.id(), new Mean(defined(byClass.get(Measure.PRECISION))));
        figures.put(Measure.RECALL.id(), new Mean(defined(byClass.get(Measure.RECALL))));
        figures.put(Measure.FALSE_POSITIVE_RATE.id(), macro.falsePositiveRate());
        figures.put(Measure.FALSE_NEGATIVE_RATE.id(), new Mean(defined(byClass.get(Measure.FALSE_NEGATIVE_RATE))));
        figures.put(Measure.F1.id(), macro.f1());
        return figures;
    }

    @Override
    public Map<String, Comparison> against(GroupTally group, GroupTally everybody) {
        double right = right(group);
        double others = everybody.weight() - group.weight();
        double rowsPerWeight = everybody.rowsPerWeightWithout(group);
        Proportion rest = new Proportion((right(everybody) - right) * rowsPerWeight, others * rowsPerWeight);
        return Map.of(Measure.ACCURACY.id(), new Comparison(share(group, right, group.weight()), rest));
    }

    private static String ofClass(Measure measure, int each) {
        return measure.id() + "_of_" + each;
    }

    private double right(GroupTally tally) {
        return classes.stream().mapToDouble(each -> tally.cell(each, each)).sum();
    }

    private static Proportion share(GroupTally tally, double part, double whole) {
        return new Proportion(part * tally.rowsPerWeight(), whole * tally.rowsPerWeight());
    }

    private static List<Proportion> defined(List<Proportion> shares) {
        return shares.stream().filter(share -> share.trials() > 0).toList();
    }
}
