package io.lepton.privacy.noise;

import java.security.SecureRandom;
import java.util.function.Consumer;

/** Independent, fair random bits. An instance serves one thread. */
public interface RandomBits {
    /**
     * An integer of which the lowest bits are random and the others 0.
     *
     * @param bits 1 to 62
     */
    long next(int bits);

    /** Bits of the platform's secure generator, read some kilobytes at a time. */
    static RandomBits secure() {
        return new BufferedBits(new SecureRandom()::nextBytes, BufferedBits.LARGE);
    }

    /**
     * Bits from elsewhere, such as a keyed function of a row or, in tests, a seeded generator.
     *
     * @param fill fills all of an array with random bytes, others each time
     * @param bytesAtATime how many it is asked for at a time, a multiple of 8
     */
    static RandomBits from(Consumer<byte[]> fill, int bytesAtATime) {
        return new BufferedBits(fill, bytesAtATime);
    }
}
