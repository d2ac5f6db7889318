package io.lepton.privacy.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RandomBitsTest {
    @Test
    void dealsEveryBitOnceAndAsksForNoMoreThanItNeeds() {
        AtomicInteger fills = new AtomicInteger();
        RandomBits bits = RandomBits.from(
                bytes -> {
                    fills.incrementAndGet();
                    java.util.Arrays.fill(bytes, (byte) 0b0100_1101);
                },
                8);

        int ones = 0;
        for (int drawn = 0; drawn < 3 * 64; drawn += 12) {
            ones += Long.bitCount(bits.next(12));
        }

        assertThat(ones).isEqualTo(3 * 8 * 4);
        assertThat(fills).hasValue(3);
    }

    @Test
    void givesWhatDoesNotFitOneWordFromTwo() {
        RandomBits bits = RandomBits.from(bytes -> java.util.Arrays.fill(bytes, (byte) 0xFF), 8);

        assertThat(bits.next(62)).isEqualTo((1L << 62) - 1);
        assertThat(bits.next(62)).isEqualTo((1L << 62) - 1);
        assertThat(bits.next(1)).isEqualTo(1);
    }

    @Test
    void drawsOtherBitsEachTimeFromThePlatform() {
        assertThat(RandomBits.secure().next(62))
                .isNotEqualTo(RandomBits.secure().next(62));
    }

    @Test
    void refusesWhatItCannotDraw() {
        RandomBits bits = RandomBits.secure();

        assertThatThrownBy(() -> bits.next(0)).hasMessageContaining("Cannot draw 0 random bits");
        assertThatThrownBy(() -> bits.next(63)).hasMessageContaining("1 to 62");
        assertThatThrownBy(() -> RandomBits.from(bytes -> {}, 12)).hasMessageContaining("multiple of 8");
    }
}
