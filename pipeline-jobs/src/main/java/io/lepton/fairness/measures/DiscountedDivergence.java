package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Distance;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Mapped;
import io.lepton.fairness.estimate.TestInversion;
import io.lepton.fairness.resampling.LabelledRows;
import java.util.Arrays;
import java.util.List;

/**
 * How otherwise the top of a ranking is made up than everybody: the mean, weighted by 1 / log₂(1 + i), of the Kullback–Leibler divergence of the groups
 * among the first i ranks from the groups among all, in nats (Geyik, Ambler and Kenthapadi 2019). Rows that score alike share their ranks.
 */
final class DiscountedDivergence {
    private static final int RESAMPLED = 64;
    private static final int EXACT = 2048;
    private static final int EXACT_IN_SAMPLES = 64;
    private static final int PIECES = 8;

    private final int groups;
    private final double rowsPerWeight;
    /** Weights of a bin's groups beside each other; the highest scores first. */
    private final double[] byBinAndGroup;

    DiscountedDivergence(List<GroupTally> tallies, GroupTally everybody) {
        groups = tallies.size();
        rowsPerWeight = everybody.rowsPerWeight();
        ScoreHistogram all = everybody.histogram();
        byBinAndGroup = new double[all.size() * groups];
        for (int group = 0; group < groups; group++) {
            ScoreHistogram scores = tallies.get(group).histogramIn(everybody);
            for (int i = 0; i < scores.size(); i++) {
                int bin = all.size() - 1 - Arrays.binarySearch(all.bins(), scores.bins()[i]);
                byBinAndGroup[bin * groups + group] = scores.weight(i);
            }
        }
    }

    /** Chance alone makes up the top otherwise: the interval is about the mean of rankings of the size. */
    Estimate estimate() {
        double[] cells = summary();
        Distance root = TestInversion.USUAL
                .of(
                        cells,
                        new LabelledRows(groups, rowsPerWeight),
                        new TiltedRanks(cells, groups, rowsPerWeight),
                        TestInversion.Truth.ROOT_MEAN_SQUARE,
                        List.of(counts -> Math.sqrt(Math.max(0, divergence(counts, EXACT_IN_SAMPLES)))))
                .get(0);
        return new Mapped(root.around(Math.sqrt(Math.max(0, value()))), x -> x * x, x -> 2 * x);
    }

    double value() {
        return divergence(byBinAndGroup, EXACT);
    }

    /** Finer at the top, which counts most. */
    private double[] summary() {
        int bins = byBinAndGroup.length / groups;
        double[] summary = new double[RESAMPLED * groups];
        double all = Math.log1p(Arrays.stream(byBinAndGroup).sum());
        double passed = 0;
        for (int bin = 0; bin < bins; bin++) {
            int cell = Math.min(RESAMPLED - 1, (int) (Math.log1p(passed) / all * RESAMPLED));
            for (int group = 0; group < groups; group++) {
                double weight = byBinAndGroup[bin * groups + group];
                passed += weight;
                summary[cell * groups + group] += weight;
            }
        }
        return summary;
    }

    private double divergence(double[] counts, int exact) {
        double[] shares = new double[groups];
        for (int i = 0; i < counts.length; i++) {
            shares[i % groups] += counts[i];
        }
        double all = Arrays.stream(shares).sum();
        for (int group = 0; group < groups; group++) {
            shares[group] /= all;
        }
        double[] before = new double[groups];
        double rank = 0;
        double sum = 0;
        double discounts = 0;
        for (int bin = 0; bin < counts.length; bin += groups) {
            double weight = 0;
            for (int group = 0; group < groups; group++) {
                weight += counts[bin + group];
            }
            double at = 0;
            while (at < weight) {
                double step = rank + at < exact ? Math.min(1, weight - at) : Math.max(1, weight / PIECES);
                step = Math.min(step, weight - at);
                // One rank ends where it is counted; of many the middle stands for all.
                double place = step <= 1 ? at + step : at + step / 2;
                double discount = step * Math.log(2) / Math.log1p(rank + place);
                sum += discount * divergence(before, counts, bin, place / weight, rank + place, shares);
                discounts += discount;
                at += step;
            }
            for (int group = 0; group < groups; group++) {
                before[group] += counts[bin + group];
            }
            rank += weight;
        }
        return sum / discounts;
    }

    private double divergence(double[] before, double[] counts, int bin, double part, double ranks, double[] shares) {
        double divergence = 0;
        for (int group = 0; group < groups; group++) {
            double share = (before[group] + part * counts[bin + group]) / ranks;
            divergence += share <= 0 ? 0 : share * Math.log(share / shares[group]);
        }
        return divergence;
    }
}
