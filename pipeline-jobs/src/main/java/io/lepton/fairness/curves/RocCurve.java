package io.lepton.fairness.curves;

import io.lepton.fairness.counting.ScoreHistogram;
import java.util.ArrayList;
import java.util.List;

/**
 * The receiver operating characteristic of scores: what share of the positives, and of the negatives, score at or above each threshold.
 * Both lists are as long, rise from 0 to 1, and hold at most {@value #MOST_POINTS} points.
 *
 * @param falsePositiveRates of each point
 * @param truePositiveRates of the same points
 */
public record RocCurve(List<Double> falsePositiveRates, List<Double> truePositiveRates) {
    /** More would not be seen in a chart. */
    public static final int MOST_POINTS = 50;

    /** Of a way of length 2 from (0, 0) to (1, 1): leaves room for the two ends. */
    private static final double APART = 2.0 / (MOST_POINTS - 2);

    public RocCurve {
        falsePositiveRates = List.copyOf(falsePositiveRates);
        truePositiveRates = List.copyOf(truePositiveRates);
    }

    /** @param scores of rows of both labels */
    static RocCurve of(ScoreHistogram scores) {
        double negatives = scores.allNegatives();
        double positives = scores.allPositives();
        List<Double> falsePositiveRates = new ArrayList<>(List.of(0.0));
        List<Double> truePositiveRates = new ArrayList<>(List.of(0.0));
        double falsePositives = 0;
        double truePositives = 0;
        double kept = 0;
        for (int i = scores.size() - 1; i > 0; i--) {
            falsePositives += scores.negatives()[i];
            truePositives += scores.positives()[i];
            double way = falsePositives / negatives + truePositives / positives;
            if (way - kept >= APART) {
                kept = way;
                falsePositiveRates.add(Rounded.of(falsePositives / negatives));
                truePositiveRates.add(Rounded.of(truePositives / positives));
            }
        }
        falsePositiveRates.add(1.0);
        truePositiveRates.add(1.0);
        return new RocCurve(falsePositiveRates, truePositiveRates);
    }
}
