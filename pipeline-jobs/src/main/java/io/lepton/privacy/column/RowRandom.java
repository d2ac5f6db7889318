package io.lepton.privacy.column;

import com.google.crypto.tink.prf.Prf;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * Random bits that are the same whenever they are asked for again: HMAC-SHA256 of a row's bytes and a counter. Without the key nobody can
 * tell them from true ones.
 */
final class RowRandom {
    private static final int BLOCK_BYTES = 32;

    private final Prf prf;
    private final byte[] input;
    private int counter;
    private ByteBuffer block = ByteBuffer.allocate(0);

    /** @param row what the bits belong to; another row has others */
    RowRandom(Prf prf, byte[] row) {
        this.prf = prf;
        this.input = ByteBuffer.allocate(Integer.BYTES + row.length)
                .position(Integer.BYTES)
                .put(row)
                .array();
    }

    /** @param count 1 to 63 */
    private long bits(int count) {
        if (block.remaining() < Long.BYTES) {
            ByteBuffer.wrap(input).putInt(counter++);
            try {
                block = ByteBuffer.wrap(prf.compute(input, BLOCK_BYTES));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a key that computes nothing", e);
            }
        }
        return block.getLong() >>> (Long.SIZE - count);
    }

    boolean coin() {
        return bits(1) == 1;
    }

    /** Each number from 0 to bound - 1 as likely, exactly. */
    long below(long bound) {
        int count = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(bound - 1));
        long number;
        do {
            number = bits(count);
        } while (number >= bound);
        return number;
    }
}
