package io.lepton.inference.ranks;

import io.lepton.inference.FeatureBlock;
import java.util.Arrays;

/**
 * A bit for each row of a block, in {@value #WORDS} words. Rows are not in order within a word: row r has bit 8 (r mod 8) + r / 8 of the
 * 64, so that {@link BitTree} leaves them in order.
 */
public final class RowBits {
    /** Words for a bit of each row. */
    public static final int WORDS = FeatureBlock.ROWS / 64;

    private RowBits() {}

    /** Says of each rank which rows have it: words {@code WORDS * rank} on. */
    static void scatter(char[] ranks, int from, int size, long[] to) {
        Arrays.fill(to, 0, size * WORDS, 0);
        for (int row = 0; row < 64; row++) {
            // Shifts take the last six bits of a distance: 8 row + row / 8 is the bit of the row.
            long bit = 1L << ((row << 3) + (row >> 3));
            int at = from + row;
            // By turns, so that rows of equal rank do not wait for each other.
            to[ranks[at] * WORDS] |= bit;
            to[ranks[at + 64] * WORDS + 1] |= bit;
            to[ranks[at + 128] * WORDS + 2] |= bit;
            to[ranks[at + 192] * WORDS + 3] |= bit;
        }
    }
}
