package io.lepton.training.compression;

/**
 * How much of a model is taken away.
 *
 * @param trees share of the trees that stays, above 0 to 1: the first ones
 * @param splits share of the splits, 0 to below 1, whose gain does not pay for a leaf: a split stays where it, and those below it, gain more
 *     than a leaf costs, and that cost is this quantile of the gains of all splits
 * @param bins different thresholds that a feature keeps at most, see {@link ThresholdBins}; {@value #ALL_BINS}: all
 * @param units share of a network's hidden units that stays, above 0 to 1
 * @param int8 whether the weights between them become integers of eight bits
 */
public record Strength(double trees, double splits, int bins, double units, boolean int8) {
    static final int ALL_BINS = Integer.MAX_VALUE;

    /** Nothing is taken away. */
    public static final Strength NONE = new Strength(1, 0, ALL_BINS, 1, false);

    /** Of trees alone. */
    static Strength ofTrees(double trees, double splits) {
        return new Strength(trees, splits, ALL_BINS, 1, false);
    }

    /** Of networks alone. */
    static Strength ofNetworks(double units, boolean int8) {
        return new Strength(1, 0, ALL_BINS, units, int8);
    }

    Strength withBins(int most) {
        return new Strength(trees, splits, most, units, int8);
    }

    /** What this takes from trees, and the other from networks. */
    Strength with(Strength ofNetworks) {
        return new Strength(trees, splits, bins, ofNetworks.units(), ofNetworks.int8());
    }

    int treesOf(int all) {
        return Math.max(1, (int) Math.round(trees * all));
    }
}
