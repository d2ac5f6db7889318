package io.lepton.fairness.slices;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A conjunction of conditions, by number.
 *
 * @param columns ascending
 * @param codes that these columns have
 */
record Candidate(int[] columns, int[] codes) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The same with one condition more, on a later column. */
    Candidate with(int column, int code) {
        int[] moreColumns = Arrays.copyOf(columns, columns.length + 1);
        int[] moreCodes = Arrays.copyOf(codes, codes.length + 1);
        moreColumns[columns.length] = column;
        moreCodes[codes.length] = code;
        return new Candidate(moreColumns, moreCodes);
    }

    /** The same without one of its conditions. */
    Candidate without(int place) {
        int[] fewerColumns = new int[columns.length - 1];
        int[] fewerCodes = new int[codes.length - 1];
        for (int i = 0, j = 0; i < columns.length; i++) {
            if (i != place) {
                fewerColumns[j] = columns[i];
                fewerCodes[j++] = codes[i];
            }
        }
        return new Candidate(fewerColumns, fewerCodes);
    }

    int lastColumn() {
        return columns[columns.length - 1];
    }

    /** Whether every row of the one is a row of the other, as its conditions tell. */
    boolean isRelatedTo(Candidate other) {
        Candidate fewer = columns.length <= other.columns.length ? this : other;
        Candidate more = fewer == this ? other : this;
        for (int i = 0; i < fewer.columns.length; i++) {
            int at = Arrays.binarySearch(more.columns, fewer.columns[i]);
            if (at < 0 || more.codes[at] != fewer.codes[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Candidate candidate
                && Arrays.equals(columns, candidate.columns)
                && Arrays.equals(codes, candidate.codes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(columns) + Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
        return Arrays.toString(columns) + "=" + Arrays.toString(codes);
    }
}
