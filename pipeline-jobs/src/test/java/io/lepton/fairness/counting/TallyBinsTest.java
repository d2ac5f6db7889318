package io.lepton.fairness.counting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TallyBinsTest {
    private static GroupTally counted(List<Double> scores) {
        GroupTally tally = new GroupTally();
        scores.forEach(score -> tally.addBinary(score > .5, 0, ScoreBins.of(score), 1, 1));
        return tally;
    }

    private static List<Double> scores(long seed, int size) {
        Random random = new Random(seed);
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            scores.add(random.nextInt(1_000_000) / 1e6);
        }
        return scores;
    }

    private static GroupTally travelled(GroupTally sent) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sent.write(new DataOutputStream(bytes));
        return GroupTally.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    /** Some parts are told by fine bins, others by coarse ones; all together are as if they had been counted at once. */
    @Property(tries = 60)
    void partsInAnyOrderAreTheWhole(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12_000) int size)
            throws IOException {
        List<Double> scores = scores(seed, size);
        ScoreHistogram whole = counted(scores).histogram();
        Collections.shuffle(scores, new Random(seed));
        int cut = new Random(seed).nextInt(size + 1);

        GroupTally one = travelled(counted(scores.subList(0, cut)));
        GroupTally parts = travelled(counted(scores.subList(cut, size)));
        parts.addAll(one);

        assertThat(parts.histogram()).usingRecursiveComparison().isEqualTo(whole);
        assertThat(Arrays.stream(one.histogramIn(parts).bins()).boxed())
                .isSubsetOf(Arrays.stream(whole.bins()).boxed().toList());
    }

    /** Of a small group hardly two scores share a bin; of a large one at most as many as are close. */
    @Property(tries = 20)
    void aSmallGroupsScoresAreToldApart(@ForAll long seed) {
        List<Double> few = scores(seed, 3_000);
        long different = few.stream().distinct().count();

        assertThat(counted(few).histogram().size()).isBetween((int) different - 10, (int) different);
        assertThat(counted(scores(seed, 200_000)).histogram().size()).isLessThan(17_000);
        assertThat(counted(few).histogram().bins()).isSorted();
    }
}
