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
        for (int word = 0; word < WORDS; word++) {
            int first = from + 64 * word;
            for (int row = 0; row < 64; row++) {
                // Shifts take the last six bits of a distance: 8 row + row / 8 is the bit of the row.
                to[ranks[first + row] * WORDS + word] |= 1L << ((row << 3) + (row >> 3));
            }
        }
    }
}
