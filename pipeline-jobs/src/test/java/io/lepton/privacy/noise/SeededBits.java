package io.lepton.privacy.noise;

import java.util.SplittableRandom;

/** Bits that are the same in each run: for tests alone. */
public final class SeededBits {
    private SeededBits() {}

    public static RandomBits of(long seed) {
        return RandomBits.from(new SplittableRandom(seed)::nextBytes, 1024);
    }
}
