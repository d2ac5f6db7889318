package io.lepton.training.compression;

import java.util.Arrays;

/**
 * Which splits of a tree stay when a leaf has a price: minimal cost-complexity pruning (Breiman, Friedman, Olshen and Stone 1984,
 * chapter 3). The tree that is left has the greatest sum of gains minus price of all that can be cut from the tree, and is the smallest of these.
 *
 * @param price of a leaf, in the unit of the gains
 */
record LeafCost(double price) {

    /** The price that is this quantile of the gains; none for 0. */
    static LeafCost quantile(double[] gains, double share) {
        if (share <= 0 || gains.length == 0) {
            return new LeafCost(Double.NEGATIVE_INFINITY);
        }
        double[] sorted = gains.clone();
        Arrays.sort(sorted);
        return new LeafCost(sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))]);
    }

    /**
     * What a split is worth with all that stays below it; it goes where that is not above 0.
     *
     * @param gain of the split
     * @param below worth of what is below it, of both sides together
     */
    double worth(double gain, double below) {
        return Math.max(0, gain - price + below);
    }
}
