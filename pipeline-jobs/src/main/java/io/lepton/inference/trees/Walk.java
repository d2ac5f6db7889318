package io.lepton.inference.trees;

/**
 * How the rows of a block find their leaves. Measured, nanoseconds a row of 30 features on one core, all steps included, beside XGBoost's
 * own predictor:
 *
 * <pre>
 * trees x depth   bits  descent  XGBoost      trees x depth   bits  descent  XGBoost
 *    1 x 4          91      115      123         1 x 8          272      223      122
 *   10 x 4          97      184      227        10 x 8          373      412      340
 *  100 x 4         465     1275     1300       100 x 8         1205     2217     2768
 * 1000 x 4        2297    11232    12373      1000 x 8         8598    24010    37477
 *    1 x 6         114      109      114         1 x 12                  250      165
 *   10 x 6         267      324      272        10 x 12                  558      743
 *  100 x 6         650     1710     1958       100 x 12                 6493    13108
 * 1000 x 6        4308    16676    21906      1000 x 12                33972    78649
 * </pre>
 *
 * <p>With few trees most of the time goes to ranking the features, which both do. Bits cost as much as a tree has forks, a descent as much as
 * it is high: from 100 trees on bits lead by 2 to 5 times up to depth 8, where a place still fits a byte, and in a trial took longer than a
 * descent at 12. The original QuickScorer, a word of leaves a row and tree, took four times as long as bits (100 x 4) and twelve times
 * (100 x 6): it visits half of all forks, one row at a time.
 */
public enum Walk {
    /** Every fork of a tree at once, as bits of 64 rows: {@link BitTree}. */
    BITS,
    /** Fork by fork from the root: {@link DescentTree}. */
    DESCENT,
    /** The same by the values themselves, without ranks: {@link ValueTree}. */
    VALUES
}
