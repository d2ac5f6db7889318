package io.lepton.inference.trees;

/**
 * How the rows of a block find their leaves. Measured, nanoseconds a row of 30 features on one core, all steps included, beside XGBoost's
 * own predictor:
 *
 * <pre>
 * trees x depth   bits  descent  values  XGBoost      trees x depth   bits  descent  values  XGBoost
 *    1 x 4          57       55      43       81         1 x 8          131      114      49       69
 *   10 x 4         124      160     134      152        10 x 8          179      229     231      209
 *  100 x 4         257      822    1085      885       100 x 8          515     1411    2063     1560
 *    1 x 6         103       92      46       80         1 x 12                  117      57       94
 *   10 x 6         149      202     179      191        10 x 12                  288     333      424
 *  100 x 6         330     1116    1574     1250       100 x 12                 2090    3328     4089
 * </pre>
 *
 * <p>Bits and descents rank the features first, which takes most of the time with few trees; who walks by values looks at few of them, and takes
 * longer for each step. Bits cost as much as a tree has forks, a descent as much as it is high: from ten trees on bits lead up to depth 8, where
 * a place still fits a byte, and in a trial took longer than a descent at 12. {@link WalkCosts} tells which is the cheapest for an ensemble. The
 * original QuickScorer, a word of leaves a row and tree, took four times as long as bits (100 x 4) and twelve times (100 x 6): it visits half of
 * all forks, one row at a time.
 */
public enum Walk {
    /** Every fork of a tree at once, as bits of 64 rows: {@link BitTree}. */
    BITS,
    /** Fork by fork from the root: {@link DescentTree}. */
    DESCENT,
    /** The same by the values themselves, without ranks: {@link ValueTree}. */
    VALUES
}
