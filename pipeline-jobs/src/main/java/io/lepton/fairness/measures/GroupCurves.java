package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ScoreHistogram;
import java.util.ArrayList;
import java.util.List;

/**
 * How a group's scores separate outcomes, and whether they come true.
 *
 * @param roc receiver operating characteristic, from nobody selected to everybody
 * @param reliability by rising score, bins of equal width that have rows enough
 */
public record GroupCurves(String attributes, String group, List<RocPoint> roc, List<ReliabilityBin> reliability) {
    private static final int POINTS = 50;
    private static final int BINS = 10;
    /** A smaller bin's frequency says little, and much of its few people. */
    private static final double FEWEST_IN_BIN = 30;

    /** Rates of the negatives and of the positives who score at least some threshold. */
    public record RocPoint(double falsePositiveRate, double truePositiveRate) {}

    /**
     * Rows with alike scores.
     *
     * @param rows their weight
     * @param predicted mean score
     * @param observed share of rows labelled 1
     */
    public record ReliabilityBin(double rows, double predicted, double observed) {}

    public static GroupCurves of(String attributes, String group, ScoreHistogram scores) {
        return new GroupCurves(attributes, group, roc(scores), reliability(scores));
    }

    /** At most {@value #POINTS} points, about equally far apart. */
    private static List<RocPoint> roc(ScoreHistogram scores) {
        double positives = scores.allPositives();
        double negatives = scores.allNegatives();
        List<RocPoint> points = new ArrayList<>(List.of(new RocPoint(0, 0)));
        double hits = 0;
        double alarms = 0;
        for (int i = scores.size() - 1; i >= 0; i--) {
            hits += scores.positives()[i];
            alarms += scores.negatives()[i];
            RocPoint last = points.get(points.size() - 1);
            RocPoint next = new RocPoint(alarms / negatives, hits / positives);
            double way = next.falsePositiveRate()
                    - last.falsePositiveRate()
                    + next.truePositiveRate()
                    - last.truePositiveRate();
            if (i == 0 || way >= 2.0 / POINTS) {
                points.add(next);
            }
        }
        return List.copyOf(points);
    }

    private static List<ReliabilityBin> reliability(ScoreHistogram scores) {
        double[] rows = new double[BINS];
        double[] positives = new double[BINS];
        double[] sums = new double[BINS];
        for (int i = 0; i < scores.size(); i++) {
            int bin = Math.max(0, Math.min(BINS - 1, (int) (scores.score(i) * BINS)));
            rows[bin] += scores.weight(i);
            positives[bin] += scores.positives()[i];
            sums[bin] += scores.scores()[i];
        }
        List<ReliabilityBin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (rows[bin] >= FEWEST_IN_BIN) {
                bins.add(new ReliabilityBin(rows[bin], sums[bin] / rows[bin], positives[bin] / rows[bin]));
            }
        }
        return List.copyOf(bins);
    }
}
