package io.lepton.fairness.data;

import io.lepton.fairness.counts.CrossTab;
import io.lepton.fairness.stats.RankedCounts;

/**
 * How well a group is guessed on rows held out.
 *
 * @param auc mean over groups by their size, one against the rest; NaN where no group can be ranked
 * @param accuracy share guessed right
 */
record Guess(double auc, double accuracy) {

    /**
     * From one feature alone: each half of the rows gives the chances that the other half is guessed by.
     *
     * @param counts by half (codes 1 and 2), feature and attribute
     */
    static Guess of(CrossTab counts, ComparedGroups groups) {
        Guess first = of(table(counts, groups, 1), table(counts, groups, 2));
        Guess second = of(table(counts, groups, 2), table(counts, groups, 1));
        return new Guess((first.auc() + second.auc()) / 2, (first.accuracy() + second.accuracy()) / 2);
    }

    /** Both by feature, then by group. */
    private static Guess of(long[][] learned, long[][] heldOut) {
        int groups = learned[0].length;
        double[] prior = new double[groups];
        double all = 0;
        for (long[] counts : learned) {
            for (int group = 0; group < groups; group++) {
                prior[group] += counts[group];
                all += counts[group];
            }
        }
        double[][] chances = new double[groups][learned.length];
        for (int code = 0; code < learned.length; code++) {
            double rows = 0;
            for (long count : learned[code]) {
                rows += count;
            }
            for (int group = 0; group < groups; group++) {
                // As if one row more had been seen, with all groups at their shares.
                chances[group][code] = (learned[code][group] + prior[group] / all) / (rows + 1);
            }
        }
        return new Guess(auc(chances, heldOut), accuracy(chances, heldOut));
    }

    private static double auc(double[][] chances, long[][] heldOut) {
        double sum = 0;
        double weights = 0;
        for (int group = 0; group < chances.length; group++) {
            long[] positives = new long[heldOut.length];
            long[] negatives = new long[heldOut.length];
            double size = 0;
            for (int code = 0; code < heldOut.length; code++) {
                for (int other = 0; other < chances.length; other++) {
                    (other == group ? positives : negatives)[code] += heldOut[code][other];
                }
                size += positives[code];
            }
            double auc = RankedCounts.auc(chances[group], positives, negatives);
            if (!Double.isNaN(auc)) {
                sum += size * auc;
                weights += size;
            }
        }
        return sum / weights;
    }

    private static double accuracy(double[][] chances, long[][] heldOut) {
        double right = 0;
        double all = 0;
        for (int code = 0; code < heldOut.length; code++) {
            int guessed = 0;
            for (int group = 0; group < chances.length; group++) {
                guessed = chances[group][code] > chances[guessed][code] ? group : guessed;
                all += heldOut[code][group];
            }
            right += heldOut[code][guessed];
        }
        return right / all;
    }

    private static long[][] table(CrossTab counts, ComparedGroups groups, int half) {
        long[][] table = new long[counts.size(1)][groups.size()];
        for (int code = 0; code < table.length; code++) {
            for (int group = 0; group < groups.size(); group++) {
                table[code][group] = counts.at(half, code, groups.codes().get(group));
            }
        }
        return table;
    }
}
