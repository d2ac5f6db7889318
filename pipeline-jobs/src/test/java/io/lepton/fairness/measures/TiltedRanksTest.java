package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TiltedRanksTest {
    private static final int GROUPS = 3;

    /** Rows stay in their bins whatever the tilt, and without one each bin is made up as everybody is. */
    @Property(tries = 200)
    void binsKeepTheirRows(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1e6) double share) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] cells = random.ints(8 * GROUPS, 0, 5).asDoubleStream().toArray();
        cells[0] += 1;
        TiltedRanks ranks = new TiltedRanks(cells, GROUPS, 1);

        double[] tilted = ranks.expected(share);
        double[] alike = ranks.expected(0);

        double all = Arrays.stream(cells).sum();
        for (int bin = 0; bin < 8; bin++) {
            int from = bin * GROUPS;
            double rows = Arrays.stream(cells, from, from + GROUPS).sum();
            assertThat(Arrays.stream(tilted, from, from + GROUPS).sum()).isCloseTo(rows, within(1e-9));
            for (int group = 0; group < GROUPS; group++) {
                double ofGroup = 0;
                for (int other = group; other < cells.length; other += GROUPS) {
                    ofGroup += cells[other];
                }
                assertThat(alike[from + group]).isCloseTo(rows * ofGroup / all, within(1e-9));
            }
        }
    }

    @Test
    void theGroupThatRanksHigherFillsTheTopTheMoreTheLargerTheShare() {
        TiltedRanks ranks = new TiltedRanks(new double[] {3, 1, 2, 2, 1, 3}, 2, 1);

        double[] half = ranks.expected(.5);
        double[] whole = ranks.expected(1);

        assertThat(half[0]).isBetween(2.0, whole[0]);
        assertThat(whole[0]).isLessThan(4);
        assertThat(whole[4]).isLessThan(half[4]);
    }

    /** One bin, or a group of nobody: there is nothing to tilt by. */
    @Test
    void whatHasNoRanksIsNotTilted() {
        assertThat(new TiltedRanks(new double[] {3, 5}, 2, 1).expected(2)).containsExactly(3, 5);
        assertThat(new TiltedRanks(new double[] {3, 0, 5, 0}, 2, 1).expected(2)).containsExactly(3, 0, 5, 0);
    }
}
