package io.lepton.fairness.measures;

/**
 * How unequally errors fall, by benefits b of 0, 1 and 2 (Speicher et al. 2018, "A Unified Approach to Quantifying Algorithmic Unfairness"); μ is
 * their mean.
 */
final class Benefits {
    private Benefits() {}

    private static double mean(double[] rowsByBenefit) {
        return (rowsByBenefit[1] + 2 * rowsByBenefit[2]) / (rowsByBenefit[0] + rowsByBenefit[1] + rowsByBenefit[2]);
    }

    /** Mean of ((b/μ)² − 1) / 2. */
    static double generalizedEntropy(double[] rowsByBenefit) {
        double rows = rowsByBenefit[0] + rowsByBenefit[1] + rowsByBenefit[2];
        double mean = mean(rowsByBenefit);
        return ((rowsByBenefit[1] + 4 * rowsByBenefit[2]) / rows / (mean * mean) - 1) / 2;
    }

    /** Mean of (b/μ) ln(b/μ). */
    static double theil(double[] rowsByBenefit) {
        double rows = rowsByBenefit[0] + rowsByBenefit[1] + rowsByBenefit[2];
        double mean = mean(rowsByBenefit);
        return (rowsByBenefit[1] * Math.log(1 / mean) + 2 * rowsByBenefit[2] * Math.log(2 / mean)) / mean / rows;
    }

    /**
     * The root of the part of the generalized entropy that lies between groups, times two: everybody's benefit is the mean of their group. Each
     * group counts by the root of its share.
     *
     * @param rowsByGroupAndBenefit three benefits a group
     */
    static double[] distancesOfGroups(double[] rowsByGroupAndBenefit) {
        int groups = rowsByGroupAndBenefit.length / 3;
        double[] rows = new double[groups];
        double[] benefits = new double[groups];
        double sum = 0;
        for (int group = 0; group < groups; group++) {
            int at = 3 * group;
            rows[group] = rowsByGroupAndBenefit[at] + rowsByGroupAndBenefit[at + 1] + rowsByGroupAndBenefit[at + 2];
            benefits[group] = rowsByGroupAndBenefit[at + 1] + 2 * rowsByGroupAndBenefit[at + 2];
            sum += benefits[group];
        }
        double all = VectorNorm.sum(rows);
        double mean = sum / all;
        double[] distances = new double[groups];
        for (int group = 0; group < groups; group++) {
            distances[group] =
                    rows[group] == 0 ? 0 : Math.sqrt(rows[group] / all) * (benefits[group] / rows[group] / mean - 1);
        }
        return distances;
    }

    /**
     * What each group's rows would have, were groups as far apart as they are, times a share: everybody's benefits, and so much of the group's own
     * difference from them.
     */
    static double[] apart(double[] rowsByGroupAndBenefit, double share) {
        double[] everybody = new double[3];
        for (int i = 0; i < rowsByGroupAndBenefit.length; i++) {
            everybody[i % 3] += rowsByGroupAndBenefit[i];
        }
        double all = VectorNorm.sum(everybody);
        double[] apart = new double[rowsByGroupAndBenefit.length];
        for (int at = 0; at < apart.length; at += 3) {
            double rows = rowsByGroupAndBenefit[at] + rowsByGroupAndBenefit[at + 1] + rowsByGroupAndBenefit[at + 2];
            double kept = 0;
            for (int i = 0; i < 3; i++) {
                double alike = rows * everybody[i] / all;
                apart[at + i] = Math.max(0, alike + share * (rowsByGroupAndBenefit[at + i] - alike));
                kept += apart[at + i];
            }
            for (int i = 0; i < 3; i++) {
                apart[at + i] *= kept > 0 ? rows / kept : 0;
            }
        }
        return apart;
    }
}
