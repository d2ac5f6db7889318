package io.lepton.privacy.recoding;

import java.io.Serializable;

/**
 * One quasi-identifier as the search sees it: a set of values is a few 64-bit words (its <em>state</em>), and losing the difference
 * between the values of a set has a cost between 0 (one value: nothing is lost) and 1 (any value: all is lost), the normalized certainty
 * penalty of Xu et al., "Utility-based anonymization using local recoding" (KDD 2006).
 *
 * <p>States lie in shared arrays so that a hundred thousand sets cost no object each. Values are codes from 0; {@link #MISSING} is a
 * value of its own.
 */
public interface Attribute extends Serializable {
    /** The code of a missing value. */
    int MISSING = -1;

    /** How many words a state takes. */
    int words();

    /** Writes the state of the set that holds only {@code code}. */
    void single(int code, long[] state, int at);

    /** Widens the state at {@code at} so that it covers {@code other} too. */
    void unite(long[] state, int at, long[] other, int otherAt);

    /** Cost, 0 to 1, of publishing this set in place of a value. */
    double loss(long[] state, int at);

    /** {@link #loss} of the two states' union, without building it. */
    double jointLoss(long[] state, int at, long[] other, int otherAt);

    /** How many codes there are, the missing value not counted. */
    int values();

    /**
     * Where codes stand when the set at {@code at} is to be cut in two: codes of equal rank stay together, and a cut lies between two ranks.
     *
     * @param present the set's codes, ascending, without the missing one
     * @param rows of each of them
     * @return the rank of each of them, from 0 and below their number
     */
    int[] ranks(long[] state, int at, int[] present, long[] rows);
}
