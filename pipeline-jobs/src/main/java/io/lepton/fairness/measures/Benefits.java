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
     * The part of the generalized entropy that lies between groups: everybody's benefit is the mean of their group.
     *
     * @param rowsByGroupAndBenefit three benefits a group
     */
    static double betweenGroups(double[] rowsByGroupAndBenefit) {
        double rows = 0;
        double sum = 0;
        double squares = 0;
        for (int at = 0; at < rowsByGroupAndBenefit.length; at += 3) {
            double ofGroup = rowsByGroupAndBenefit[at] + rowsByGroupAndBenefit[at + 1] + rowsByGroupAndBenefit[at + 2];
            double benefit = rowsByGroupAndBenefit[at + 1] + 2 * rowsByGroupAndBenefit[at + 2];
            rows += ofGroup;
            sum += benefit;
            squares += ofGroup == 0 ? 0 : benefit * benefit / ofGroup;
        }
        double mean = sum / rows;
        return (squares / rows / (mean * mean) - 1) / 2;
    }
}
