package io.lepton.privacy.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DistanceTest {
    private static final double[] NINE = {
        -1 / 9.0, -1 / 9.0, -1 / 9.0, -1 / 9.0, -1 / 9.0, -1 / 9.0, -1 / 9.0, -1 / 9.0, -1 / 9.0
    };

    private static double[] thirdAt(int... salaries) {
        double[] differences = NINE.clone();
        for (int salary : salaries) {
            differences[salary - 3] += 1 / 3.0;
        }
        return differences;
    }

    /** Salaries of 3,000 to 11,000, once each (Li et al., 2007). */
    @Test
    void ordersSalariesAsPublished() {
        OrderedDistance distance = new OrderedDistance(false);

        assertThat(distance.of(thirdAt(3, 4, 5))).isCloseTo(0.375, within(1e-12));
        assertThat(distance.of(thirdAt(6, 8, 11))).isCloseTo(1.0 / 6, within(1e-12));
    }

    /** Two branches of two leaves: within a branch half the way, between them the whole. */
    @Test
    void climbsAsFarAsTheLowestSharedNode() {
        HierarchicalDistance distance =
                new HierarchicalDistance(new int[] {2, 3, 5, 6}, new int[] {0, 0, 1, 1, 0, 4, 4});

        assertThat(distance.of(new double[] {0.5, -0.5, 0, 0})).isCloseTo(0.25, within(1e-12));
        assertThat(distance.of(new double[] {0.5, 0, 0, -0.5})).isCloseTo(0.5, within(1e-12));
        assertThat(distance.of(new double[] {0.5, -0.25, 0, -0.25})).isCloseTo(0.25 * 0.5 + 0.25, within(1e-12));
    }

    /** A tree of one level puts all values equally far apart. */
    @Property(tries = 50)
    void flatTreesAreTheEqualDistance(@ForAll @IntRange(min = 2, max = 9) int values, @ForAll long seed) {
        double[] differences = differences(values, new Random(seed));
        int[] leaves = new int[values];
        for (int value = 0; value < values; value++) {
            leaves[value] = value + 1;
        }

        assertThat(new HierarchicalDistance(leaves, new int[values + 1]).of(differences))
                .isCloseTo(new EqualDistance().of(differences), within(1e-12));
    }

    /** Of the union of two classes: at most the mean of theirs, so that uniting never breaks closeness. */
    @Property(tries = 50)
    void unitingNeverLeadsAway(@ForAll @IntRange(min = 2, max = 9) int values, @ForAll long seed) {
        Random random = new Random(seed);
        double[] left = differences(values, random);
        double[] right = differences(values, random);
        double[] union = new double[values];
        for (int value = 0; value < values; value++) {
            union[value] = (left[value] + right[value]) / 2;
        }
        for (Distance distance :
                new Distance[] {new EqualDistance(), new OrderedDistance(false), new OrderedDistance(true)}) {
            assertThat(distance.of(union)).isLessThanOrEqualTo((distance.of(left) + distance.of(right)) / 2 + 1e-12);
        }
    }

    private static double[] differences(int values, Random random) {
        double[] differences = new double[values];
        double sum = 0;
        for (int value = 1; value < values; value++) {
            differences[value] = random.nextDouble() / values - 0.5 / values;
            sum += differences[value];
        }
        differences[0] = -sum;
        return differences;
    }
}
