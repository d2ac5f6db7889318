package io.lepton.fairness.postprocessing.thresholds;

import io.lepton.error.LeptonException;
import io.lepton.fairness.postprocessing.scores.ScoreTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Finds the rules that make the objective largest among all that treat groups alike, whether thresholds or mixtures of them. Each group's
 * best objective at a shared rate is concave and piecewise linear, so is their sum, and its maximum is at a corner of one of them. For
 * equalized odds a shared true positive rate must be had by every group: the least of their ROC hulls at each false positive rate; groups
 * that could have more ignore some scores (Hardt, Price and Srebro, 2016, section 3.3).
 *
 * @param both whether a group may be selected below a threshold, too
 * @param tolerance how far apart rates of groups may be, [0, 1]; above 0 the grid counts for nothing
 * @param gridSize 0 looks at all corners, so that the result is exact; n looks at 0, 1/n, ..., 1 alone, as Fairlearn does
 */
public record Tradeoff(Constraint constraint, Objective objective, boolean both, double tolerance, int gridSize) {
    /** Sums of rates that differ by less are the same; the first rate counts. */
    private static final double SAME = 1e-12;

    /**
     * @param constraint of equalized odds, accuracy and balanced accuracy alone can be made largest
     * @throws LeptonException configuration, for another objective beside equalized odds
     */
    public Tradeoff {
        if (constraint == Constraint.EQUALIZED_ODDS
                && objective != Objective.ACCURACY
                && objective != Objective.BALANCED_ACCURACY) {
            throw LeptonException.configuration(
                    "Cannot make the objective " + objective.name().toLowerCase(Locale.ROOT)
                            + " largest under equalized_odds: both rates are bound already. Choose accuracy or balanced_accuracy.");
        }
    }

    /** Without tolerance. */
    public Tradeoff(Constraint constraint, Objective objective, boolean both, int gridSize) {
        this(constraint, objective, both, 0, gridSize);
    }

    /**
     * One rule a group.
     *
     * @param groups scores of each
     * @throws LeptonException data, where a group, or all together, lacks a label that a rate is a share of
     */
    public List<GroupRule> rules(SortedMap<String, ScoreTable> groups) {
        double negatives =
                groups.values().stream().mapToDouble(ScoreTable::allNegatives).sum();
        double positives =
                groups.values().stream().mapToDouble(ScoreTable::allPositives).sum();
        if ((objective.needsPositives() && positives == 0) || (objective.needsNegatives() && negatives == 0)) {
            throw LeptonException.data(
                    "Cannot choose thresholds by " + objective.name().toLowerCase(Locale.ROOT) + ": all labels are "
                            + (positives == 0 ? "0" : "1") + ". Gather rows of both labels, or choose accuracy.");
        }
        groups.forEach((group, scores) -> constraint.requireRate(group, scores.allNegatives(), scores.allPositives()));
        boolean odds = constraint == Constraint.EQUALIZED_ODDS;
        List<RateCurve> curves = new ArrayList<>();
        groups.forEach((group, scores) -> curves.add(RateCurve.of(
                group,
                scores,
                both,
                constraint::rate,
                odds ? Outcome::truePositiveRate : outcome -> objective.of(outcome, negatives, positives))));
        if (tolerance > 0) {
            return odds ? similarOdds(curves, groups.values()) : similarRates(curves);
        }
        return odds ? equalOdds(curves, negatives, positives) : equalRate(curves);
    }

    private List<GroupRule> similarRates(List<RateCurve> curves) {
        double[] rates = new RelaxedTradeoff(curves, tolerance).rates();
        return IntStream.range(0, rates.length)
                .mapToObj(g -> curves.get(g).rule(rates[g]))
                .toList();
    }

    private List<GroupRule> similarOdds(List<RateCurve> curves, Collection<ScoreTable> groups) {
        // What balanced accuracy counts is a label's share, accuracy a person.
        boolean balanced = objective == Objective.BALANCED_ACCURACY;
        double[] values = groups.stream().mapToDouble(ScoreTable::allPositives).toArray();
        double[] costs = groups.stream().mapToDouble(ScoreTable::allNegatives).toArray();
        double value = balanced ? Arrays.stream(values).sum() : 1;
        double cost = balanced ? Arrays.stream(costs).sum() : 1;
        List<RelaxedTradeoff.Rates> rates = new RelaxedTradeoff(curves, tolerance)
                .odds(
                        Arrays.stream(values).map(weight -> weight / value).toArray(),
                        Arrays.stream(costs).map(weight -> weight / cost).toArray());
        return IntStream.range(0, curves.size())
                .mapToObj(g -> rule(
                        curves.get(g),
                        rates.get(g).falsePositiveRate(),
                        rates.get(g).truePositiveRate()))
                .toList();
    }

    private List<GroupRule> equalRate(List<RateCurve> curves) {
        double best = best(
                corners(curves),
                x -> curves.stream().mapToDouble(curve -> curve.y(x)).sum());
        return curves.stream().map(curve -> curve.rule(best)).toList();
    }

    private List<GroupRule> equalOdds(List<RateCurve> curves, double negatives, double positives) {
        double[] corners = gridSize > 0 ? corners(curves) : withCrossings(curves, corners(curves));
        double x = best(
                corners,
                fpr -> objective.of(
                        new Outcome(fpr * negatives, least(curves, fpr) * positives, negatives, positives),
                        negatives,
                        positives));
        double y = least(curves, x);
        return curves.stream().map(curve -> rule(curve, x, y)).toList();
    }

    /** Chance selects with probability x, which has rates (x, x): (1 − ignored) · own + ignored · x = y. */
    private static GroupRule rule(RateCurve curve, double x, double y) {
        double own = curve.y(x);
        double ignored = own - y > SAME ? (own - y) / (own - x) : 0;
        return curve.rule(x).ignoring(ignored, ignored > 0 ? x : 0);
    }

    private interface Sum {
        double at(double x);
    }

    private static double best(double[] corners, Sum sum) {
        double best = Double.NaN;
        double most = Double.NEGATIVE_INFINITY;
        for (double x : corners) {
            double value = sum.at(x);
            if (value > most + SAME) {
                most = value;
                best = x;
            }
        }
        return best;
    }

    private static double least(List<RateCurve> curves, double x) {
        return curves.stream().mapToDouble(curve -> curve.y(x)).min().orElseThrow();
    }

    private double[] corners(List<RateCurve> curves) {
        TreeSet<Double> corners = new TreeSet<>();
        for (int i = 0; i <= gridSize && gridSize > 0; i++) {
            corners.add((double) i / gridSize);
        }
        for (RateCurve curve : gridSize > 0 ? List.<RateCurve>of() : curves) {
            Arrays.stream(curve.corners()).forEach(corners::add);
        }
        return corners.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The corners, and where the least of the curves changes from one to another between two of them. */
    private static double[] withCrossings(List<RateCurve> curves, double[] corners) {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i + 1 < corners.length; i++) {
            all.add(corners[i]);
            addCrossings(curves, corners[i], corners[i + 1], all);
        }
        all.add(corners[corners.length - 1]);
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** All curves are lines between the two: follows the lowest line to the first that falls below it, and so on. */
    private static void addCrossings(List<RateCurve> curves, double left, double right, List<Double> crossings) {
        int size = curves.size();
        double[] atLeft = curves.stream().mapToDouble(curve -> curve.y(left)).toArray();
        double[] atRight = curves.stream().mapToDouble(curve -> curve.y(right)).toArray();
        int lowest = 0;
        for (int g = 1; g < size; g++) {
            if (atLeft[g] < atLeft[lowest] || (atLeft[g] == atLeft[lowest] && atRight[g] < atRight[lowest])) {
                lowest = g;
            }
        }
        double way = 0;
        for (int steps = 0; steps < size; steps++) {
            int next = lowest;
            double first = 1;
            for (int g = 0; g < size; g++) {
                double falls = (atRight[lowest] - atLeft[lowest]) - (atRight[g] - atLeft[g]);
                double meets = falls > 0 ? (atLeft[g] - atLeft[lowest]) / falls : 1;
                if (g != lowest && meets > way && meets < first) {
                    first = meets;
                    next = g;
                }
            }
            if (next == lowest) {
                return;
            }
            crossings.add(left + first * (right - left));
            way = first;
            lowest = next;
        }
    }
}
