package io.lepton.inference.trees;

/** How the rows of a block find their leaves. */
public enum Walk {
    /** Every fork of a tree at once, as bits of 64 rows: {@link BitTree}. */
    BITS,
    /** Fork by fork from the root: {@link DescentTree}. */
    DESCENT
}
