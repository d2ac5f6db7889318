package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Estimate;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Means over classes of measures to which a row counts in more than one class, so that the classes' errors depend on each other. Delta method on the
 * multinomial counts of label and prediction, after Takahashi, Yamamoto, Kuchiba and Koyama (2022), on log-odds: how the mean moves with the
 * weight of each row.
 */
final class MacroMeans {
    private final GroupTally tally;
    private final Map<Integer, OfClass> byClass = new TreeMap<>();

    /** What one class has. */
    private record OfClass(double hits, double labelled, double selected) {
        /** The denominator of F1 = 2 × hits ÷ (labelled + selected). */
        double either() {
            return labelled + selected;
        }
    }

    MacroMeans(SortedSet<Integer> classes, GroupTally tally) {
        this.tally = tally;
        for (int each : classes) {
            byClass.put(each, new OfClass(tally.cell(each, each), tally.labelled(each), tally.predicted(each)));
        }
    }

    Estimate f1() {
        Terms terms = new Terms();
        byClass.forEach((each, counts) -> terms.add(each, 2 * counts.hits(), counts.either()));
        double squares = 0;
        for (GroupTally.Judged rows : tally.judged()) {
            double hit = rows.label() == rows.predicted() ? 2 * terms.perWeight(rows.label()) : 0;
            double moved = hit - terms.dilution(rows.label()) - terms.dilution(rows.predicted());
            squares += rows.weight() * moved * moved;
        }
        return terms.mean(squares);
    }

    Estimate falsePositiveRate() {
        Terms terms = new Terms();
        byClass.forEach((each, counts) ->
                terms.add(each, counts.selected() - counts.hits(), tally.weight() - counts.labelled()));
        double squares = 0;
        for (GroupTally.Judged rows : tally.judged()) {
            double wrong = rows.label() == rows.predicted() ? 0 : terms.perWeight(rows.predicted());
            double moved = wrong - (terms.allDilutions - terms.dilution(rows.label()));
            squares += rows.weight() * moved * moved;
        }
        return terms.mean(squares);
    }

    /** The classes' ratios, each a part of a whole. */
    private final class Terms {
        private final Map<Integer, Double> wholes = new TreeMap<>();
        private final Map<Integer, Double> ratios = new TreeMap<>();
        private double sum;
        private double allDilutions;

        /** Of a class that has no whole nothing is known. */
        void add(int each, double part, double whole) {
            if (whole > 0) {
                wholes.put(each, whole);
                ratios.put(each, part / whole);
                sum += part / whole;
                allDilutions += part / whole / whole;
            }
        }

        double perWeight(int each) {
            return wholes.containsKey(each) ? 1 / wholes.get(each) : 0;
        }

        /** By how much the ratio falls where its whole grows. */
        double dilution(int each) {
            return wholes.containsKey(each) ? ratios.get(each) / wholes.get(each) : 0;
        }

        /** @param squares weighted sum of the squares by which rows move the sum */
        Estimate mean(double squares) {
            int terms = ratios.size();
            double error = Math.sqrt(squares / tally.rowsPerWeight()) / terms;
            return new Approximate(sum / terms, error, Approximate.Scale.LOG_ODDS);
        }
    }
}
