package io.lepton.privacy.noise;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Deals random bytes out bit by bit, so that none is drawn in vain. */
final class BufferedBits implements RandomBits {
    static final int LARGE = 8192;

    private final Consumer<byte[]> fill;
    private final byte[] bytes;
    private final ByteBuffer words;
    private long word;
    private int left;

    BufferedBits(Consumer<byte[]> fill, int bytesAtATime) {
        if (bytesAtATime <= 0 || bytesAtATime % Long.BYTES != 0) {
            throw new IllegalArgumentException("Cannot read " + bytesAtATime + " random bytes at a time: a positive"
                    + " multiple of " + Long.BYTES + " is needed.");
        }
        this.fill = fill;
        this.bytes = new byte[bytesAtATime];
        this.words = ByteBuffer.wrap(bytes).position(bytesAtATime);
    }

    @Override
    public long next(int bits) {
        if (bits < 1 || bits > 62) {
            throw new IllegalArgumentException("Cannot draw " + bits + " random bits at once: 1 to 62 are possible.");
        }
        long drawn = 0;
        int missing = bits;
        if (left < missing) {
            missing -= left;
            drawn = word << missing;
            refill();
        }
        drawn |= word & ((1L << missing) - 1);
        word >>>= missing;
        left -= missing;
        return drawn;
    }

    /** Takes the next word; the bits of the last one are used up. */
    private void refill() {
        if (!words.hasRemaining()) {
            fill.accept(bytes);
            words.clear();
        }
        word = words.getLong();
        left = Long.SIZE;
    }
}
