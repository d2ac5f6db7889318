package io.lepton.privacy.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctSampleTest {
    /** Java's own mixer of seeds: any even distribution will do. */
    private static long hash(long key) {
        return new java.util.SplittableRandom(key).nextLong();
    }

    @Property
    void isExactWhileTheKeysFit(@ForAll @Size(max = 200) List<@IntRange(max = 60) Integer> stream) {
        DistinctSample sample = new DistinctSample(61);
        stream.forEach(key -> sample.add(hash(key)));

        Map<Integer, Long> counts =
                stream.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(sample.distinct()).isEqualTo(counts.size());
        assertThat(sample.singles())
                .isEqualTo(counts.values().stream().filter(count -> count == 1).count());
    }

    @Property
    void dependsNeitherOnOrderNorOnParts(
            @ForAll @Size(max = 400) List<@IntRange(max = 300) Integer> stream, @ForAll long seed) {
        DistinctSample whole = new DistinctSample(16);
        stream.forEach(key -> whole.add(hash(key)));

        Random random = new Random(seed);
        List<Integer> shuffled = new java.util.ArrayList<>(stream);
        java.util.Collections.shuffle(shuffled, random);
        DistinctSample merged = new DistinctSample(16);
        int at = 0;
        while (at < shuffled.size()) {
            int end = Math.min(shuffled.size(), at + 1 + random.nextInt(100));
            DistinctSample part = new DistinctSample(16);
            shuffled.subList(at, end).forEach(key -> part.add(hash(key)));
            merged.merge(part);
            at = end;
        }

        assertThat(merged.distinct()).isEqualTo(whole.distinct());
        assertThat(merged.singles()).isEqualTo(whole.singles());
    }

    /** Half of the keys occur once, half of them three times; four standard errors are allowed. */
    @ParameterizedTest
    @ValueSource(ints = {5_000, 100_000, 2_000_000})
    void estimatesWhatDoesNotFit(int keys) {
        DistinctSample sample = new DistinctSample(4096);
        for (int key = 0; key < keys; key++) {
            for (int times = key % 2 == 0 ? 1 : 3; times > 0; times--) {
                sample.add(hash(key));
            }
        }

        assertThat(sample.distinct()).isCloseTo(keys, within(4.0 * keys / Math.sqrt(2048)));
        assertThat(sample.singles()).isCloseTo(keys / 2.0, within(4.0 * keys / 2 / Math.sqrt(1024)));
    }

    @Test
    void knowsNothingOfAnEmptyStream() {
        assertThat(new DistinctSample(4).distinct()).isZero();
        assertThat(new DistinctSample(4).merge(new DistinctSample(4)).singles()).isZero();
    }
}
