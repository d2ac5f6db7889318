package io.lepton.fairness.measures;

import io.lepton.fairness.counting.JointScores;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Mean;
import java.util.Arrays;
import java.util.List;

/** How well a class's probabilities rank its rows, as one of several that the same rows rank. */
record RankedClass(int number, ScoreHistogram scores, RankingQuality.Moved moved) {

    /** The mean over the classes that a group has rows of, and rows of others. */
    static Estimate mean(List<RankedClass> classes, JointScores rows) {
        List<RankedClass> known = classes.stream()
                .filter(each -> !Double.isNaN(each.moved.figure().value()))
                .toList();
        return new Mean(known.stream().map(each -> each.moved.figure()).toList(), correlations(known, rows));
    }

    /** Of the figures' errors: of how each row moves them. Where no row moves a figure, its error goes with no other's. */
    private static double[][] correlations(List<RankedClass> classes, JointScores rows) {
        int size = classes.size();
        double[][] products = new double[size][size];
        double[] moves = new double[size];
        rows.forEach((label, bins, weight) -> {
            for (int i = 0; i < size; i++) {
                moves[i] = classes.get(i).move(label, bins);
                for (int j = 0; j <= i; j++) {
                    products[i][j] += weight * moves[i] * moves[j];
                }
            }
        });
        double[][] correlations = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double scale = Math.sqrt(products[i][i] * products[j][j]);
                correlations[i][j] = scale > 0 ? products[i][j] / scale : 0;
                correlations[j][i] = correlations[i][j];
            }
            correlations[i][i] = 1;
        }
        return correlations;
    }

    /** By how much a row moves the figure. */
    private double move(int label, int... bins) {
        int at = Arrays.binarySearch(scores.bins(), bins[number]);
        return label == number ? moved.ofPositives()[at] : moved.ofNegatives()[at];
    }
}
