package io.lepton.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.estimate.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SimultaneousIntervalsTest {
    private final SplittableRandom random = new SplittableRandom(9);

    /** Whichever groups turn out to be outermost: of alike groups, too, of which chance alone parts two. */
    @Test
    void holdTheTrueDisparityOfSmallAndUnequalGroups() {
        assertHolds(2000, new double[] {.4, .4, .4}, 40);
        assertHolds(2000, new double[] {.2, .35, .5}, 40);
        assertHolds(2000, new double[] {.3, .5}, 30);
        assertHolds(500, new double[] {.3, .3, .3, .4, .5, .6}, 100);
    }

    /** Of more than twenty the groups' own intervals are combined. */
    @Test
    void holdTheTrueDisparityOfManyGroups() {
        assertHolds(500, random.doubles(25, .3, .6).toArray(), 80);
    }

    private void assertHolds(int draws, double[] rates, int size) {
        double least = DoubleStream.of(rates).min().orElseThrow();
        double most = DoubleStream.of(rates).max().orElseThrow();
        int difference = 0;
        int ratio = 0;
        for (int draw = 0; draw < draws; draw++) {
            List<Estimate> figures = new ArrayList<>();
            for (double rate : rates) {
                int successes = 0;
                for (int i = 0; i < size; i++) {
                    successes += random.nextDouble() < rate ? 1 : 0;
                }
                figures.add(new Proportion(successes, size));
            }
            difference += holds(SimultaneousIntervals.of(figures, 1, false), most - least);
            ratio += holds(SimultaneousIntervals.of(figures, 1, true), least / most);
        }

        assertThat(difference / (double) draws).as("difference").isGreaterThan(.94);
        assertThat(ratio / (double) draws).as("ratio").isGreaterThan(.94);
    }

    private static int holds(Interval interval, double truth) {
        return interval.low() <= truth + 1e-12 && truth - 1e-12 <= interval.high() ? 1 : 0;
    }
}
