package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Proportion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Measures of several classes: each class against the others, and macro means over those for which a group has the measure.
 *
 * @param classes all that any row has
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
            ofClass.forEach((measure, share) -> {
                figures.put(measure.id() + "_of_" + each, share);
                byClass.computeIfAbsent(measure, name -> new ArrayList<>()).add(share);
            });
        }
        Estimate recall = macro(byClass.get(Measure.RECALL));
        figures.put(Measure.ACCURACY.id(), share(tally, right(tally), all));
        figures.put(Measure.PRECISION.id(), macro(byClass.get(Measure.PRECISION)));
        figures.put(Measure.RECALL.id(), recall);
        figures.put(Measure.FALSE_POSITIVE_RATE.id(), macro(byClass.get(Measure.FALSE_POSITIVE_RATE)));
        figures.put(Measure.FALSE_NEGATIVE_RATE.id(), complement(recall));
        figures.put(Measure.F1.id(), f1(tally));
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

    private double right(GroupTally tally) {
        return classes.stream().mapToDouble(each -> tally.cell(each, each)).sum();
    }

    private static Proportion share(GroupTally tally, double part, double whole) {
        return new Proportion(part * tally.rowsPerWeight(), whole * tally.rowsPerWeight());
    }

    /** Each class's share is of other rows than the others' or all but so: their errors add up. */
    private static Estimate macro(List<Proportion> shares) {
        List<Proportion> defined =
                shares.stream().filter(share -> share.trials() > 0).toList();
        double sum = defined.stream().mapToDouble(Proportion::value).sum();
        double variance = defined.stream()
                .mapToDouble(share -> share.standardError() * share.standardError())
                .sum();
        int terms = defined.size();
        return new Approximate(sum / terms, Math.sqrt(variance) / terms, Approximate.Scale.LINEAR);
    }

    private static Estimate complement(Estimate recall) {
        return new Approximate(1 - recall.value(), recall.standardError(), Approximate.Scale.LINEAR);
    }

    private Estimate f1(GroupTally tally) {
        double sum = 0;
        double variance = 0;
        int terms = 0;
        for (int each : classes) {
            double hits = tally.cell(each, each);
            double either = tally.labelled(each) + tally.predicted(each) - hits;
            if (either > 0) {
                double jaccard = hits / either;
                double slope = 2 / ((1 + jaccard) * (1 + jaccard));
                sum += 2 * jaccard / (1 + jaccard);
                variance += slope * slope * jaccard * (1 - jaccard) / (either * tally.rowsPerWeight());
                terms++;
            }
        }
        return new Approximate(sum / terms, Math.sqrt(variance) / terms, Approximate.Scale.LINEAR);
    }
}
