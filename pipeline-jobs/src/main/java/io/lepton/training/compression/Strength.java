package io.lepton.training.compression;

/**
 * How much of a model is taken away.
 *
 * @param trees share of the trees that stays, above 0 to 1: the first ones
 * @param splits share of the splits, 0 to below 1, whose gain does not pay for a leaf: a split stays where it, and those below it, gain more
 *     than a leaf costs, and that cost is this quantile of the gains of all splits
 */
public record Strength(double trees, double splits) {
    /** Nothing is taken away. */
    public static final Strength NONE = new Strength(1, 0);

    int treesOf(int all) {
        return Math.max(1, (int) Math.round(trees * all));
    }
}
