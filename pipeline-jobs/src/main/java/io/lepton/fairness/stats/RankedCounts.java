package io.lepton.fairness.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Positives and negatives counted by score. */
public final class RankedCounts {
    private RankedCounts() {}

    /**
     * Area under the ROC curve: the chance that a positive scores above a negative, ties count half (Mann and Whitney 1947).
     *
     * @param scores in any order
     * @return 0 to 1; NaN without positives or without negatives
     */
    public static double auc(double[] scores, long[] positives, long[] negatives) {
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> scores[i]));
        double above = 0;
        double allPositives = 0;
        double below = 0;
        for (int i = 0; i < order.length; ) {
            double tiedPositives = 0;
            double tiedNegatives = 0;
            double score = scores[order[i]];
            for (; i < order.length && scores[order[i]] == score; i++) {
                tiedPositives += positives[order[i]];
                tiedNegatives += negatives[order[i]];
            }
            above += tiedPositives * (below + tiedNegatives / 2);
            below += tiedNegatives;
            allPositives += tiedPositives;
        }
        return allPositives == 0 || below == 0 ? Double.NaN : above / (allPositives * below);
    }
}
