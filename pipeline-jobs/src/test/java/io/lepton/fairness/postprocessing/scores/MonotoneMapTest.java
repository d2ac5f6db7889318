package io.lepton.fairness.postprocessing.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MonotoneMapTest {
    private static ScoreTable table(double[] positives, double... negatives) {
        ScoreCounts counts = new ScoreCounts(100_000);
        for (double score : positives) {
            counts.add(score, true, 1);
        }
        for (double score : negatives) {
            counts.add(score, false, 1);
        }
        return counts.table();
    }

    /**
     * Golden, by hand: positives of a are 1 and 3, of b 2 and 4, scores reach from 0 to 5. In a group the mid-ranks are .25 and .75;
     * together .125,
     * .375, .625, .875, so that .25 is half way from 1 to 2 and .75 half way from 3 to 4.
     */
    @Test
    void mapsMidRanksOfAGroupToTheirQuantilesOfAllPositives() {
        SortedMap<String, ScoreTable> groups =
                new TreeMap<>(Map.of("a", table(new double[] {1, 3}, 0), "b", table(new double[] {2, 4}, 5)));

        Map<String, MonotoneMap> maps = MonotoneMap.toCommonPositives(groups, 1000);

        MonotoneMap.Lines a = maps.get("a").lines();
        MonotoneMap.Lines b = maps.get("b").lines();
        assertThat(List.of(a.of(1), a.of(3), b.of(2), b.of(4))).containsExactly(1.5, 3.5, 1.5, 3.5);
        assertThat(List.of(a.of(0), a.of(5), a.of(-1), a.of(7))).containsExactly(0.0, 5.0, -1.0, 7.0);
        assertThat(a.of(2)).isCloseTo(2.5, within(1e-12));
    }

    @Property(tries = 100)
    void keepsTheOrderAndMakesTruePositiveRatesAlikeAtEveryThreshold(@ForAll long seed) {
        Random random = new Random(seed);
        SortedMap<String, ScoreTable> groups = new TreeMap<>();
        Map<String, double[]> positives = new TreeMap<>();
        for (int g = 0; g < 3; g++) {
            double power = .3 + 3 * random.nextDouble();
            double[] scores = random.doubles(400).map(u -> Math.pow(u, power)).toArray();
            positives.put("g" + g, scores);
            groups.put("g" + g, table(scores, random.doubles(50).toArray()));
        }

        Map<String, MonotoneMap> maps = MonotoneMap.toCommonPositives(groups, 200);

        for (double threshold = .02; threshold < 1; threshold += .02) {
            List<Double> rates = new ArrayList<>();
            for (String group : maps.keySet()) {
                MonotoneMap.Lines map = maps.get(group).lines();
                double[] ofGroup = positives.get(group);
                double above = 0;
                for (double score : ofGroup) {
                    above += map.of(score) > threshold ? 1 : 0;
                }
                rates.add(above / ofGroup.length);
            }
            // Two steps of the 200 points, and one person of 400.
            assertThat(rates)
                    .allSatisfy(rate -> assertThat(rate).isCloseTo(rates.get(0), within(2.0 / 200 + 1.0 / 400)));
        }
        maps.values().forEach(map -> {
            assertThat(map.from()).hasSizeLessThanOrEqualTo(2 * 202).isSorted();
            MonotoneMap.Lines lines = map.lines();
            double[] all = random.doubles(300, -.5, 1.5).sorted().toArray();
            for (int i = 1; i < all.length; i++) {
                assertThat(lines.of(all[i])).isGreaterThan(lines.of(all[i - 1]));
            }
        });
    }

    @Test
    void oneScoreForAllStays() {
        SortedMap<String, ScoreTable> groups =
                new TreeMap<>(Map.of("a", table(new double[] {.3}), "b", table(new double[] {.3}, .3)));

        assertThat(MonotoneMap.toCommonPositives(groups, 10).get("a").lines().of(.3))
                .isEqualTo(.3);
    }
}
