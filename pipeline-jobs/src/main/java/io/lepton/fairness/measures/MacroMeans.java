package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Smoothed;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Means over classes of measures to which a row counts in more than one class, so that the classes' errors depend on each other. Delta method on the
 * multinomial counts of label and prediction, after Takahashi, Yamamoto, Kuchiba and Koyama (2022), on log-odds: how the mean moves with the
 * weight of each row.
 */
final class MacroMeans {
    /**
     * Rows that each class is given more for the interval of the mean F1, predicted right, and as many predicted wrong, one part as each
     * other class: of a class with a few rows the counts alone know too little of their own variance. The number is by simulation.
     */
    private static final double SMOOTHING = 2.0 / 3;

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
        Terms plain = new Terms();
        byClass.forEach((each, counts) -> plain.add(each, 2 * counts.hits(), counts.either()));
        double more = SMOOTHING / tally.rowsPerWeight();
        Terms terms = new Terms();
        byClass.forEach((each, counts) -> {
            if (counts.either() > 0) {
                terms.add(each, 2 * (counts.hits() + more), counts.either() + 4 * more);
            }
        });
        double squares = more * terms.squaresOfSmoothing();
        for (GroupTally.Judged rows : tally.judged()) {
            double hit = rows.label() == rows.predicted() ? 2 * terms.perWeight(rows.label()) : 0;
            double moved = hit - terms.dilution(rows.label()) - terms.dilution(rows.predicted());
            squares += rows.weight() * moved * moved;
        }
        return new Smoothed(plain.value(), terms.mean(squares));
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

        /** How much the rows of the smoothing move the sum, of a weight of 1 for each class and way to be judged. */
        double squaresOfSmoothing() {
            double right = 0;
            double dilutions = 0;
            double squares = 0;
            for (int each : wholes.keySet()) {
                double dilution = dilution(each);
                double moved = 2 * (perWeight(each) - dilution);
                right += moved * moved;
                dilutions += dilution;
                squares += dilution * dilution;
            }
            int others = wholes.size() - 1;
            // Σ over pairs of other classes of (d + d′)².
            double wrong = others == 0 ? 0 : 2 * (others * squares + dilutions * dilutions - squares) / others;
            return right + wrong;
        }

        double value() {
            return sum / ratios.size();
        }

        /** @param squares weighted sum of the squares by which rows move the sum */
        Approximate mean(double squares) {
            double error = Math.sqrt(squares / tally.rowsPerWeight()) / ratios.size();
            return new Approximate(value(), error, Approximate.Scale.LOG_ODDS);
        }
    }
}
