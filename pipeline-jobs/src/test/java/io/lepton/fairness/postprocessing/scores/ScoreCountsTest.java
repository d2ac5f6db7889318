package io.lepton.fairness.postprocessing.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScoreCountsTest {
    private static final double[] SPECIAL = {
        0, -0.0, 1, -1, Double.MIN_VALUE, -Double.MIN_VALUE, 1e300, -1e300, Double.MAX_VALUE, -Double.MAX_VALUE
    };

    private static double score(Random random) {
        return random.nextInt(4) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : random.nextGaussian() * Math.pow(10, random.nextInt(5));
    }

    @Property(tries = 200)
    void fewDistinctScoresAreCountedExactlyInHoweverManyParts(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int parts) {
        Random random = new Random(seed);
        double[] scores = random.doubles(50).map(unused -> score(random)).toArray();
        TreeMap<Double, double[]> expected = new TreeMap<>();
        ScoreCounts[] counts = new ScoreCounts[parts];
        for (int part = 0; part < parts; part++) {
            counts[part] = new ScoreCounts(64);
        }

        for (int i = 0; i < 500; i++) {
            double score = scores[random.nextInt(scores.length)];
            int label = random.nextInt(2);
            expected.computeIfAbsent(score + 0.0, unseen -> new double[2])[label] += i;
            counts[random.nextInt(parts)].add(score, label == 1, i);
        }
        for (int part = 1; part < parts; part++) {
            counts[0].addAll(counts[part]);
        }

        ScoreTable table = counts[0].table();
        assertThat(table.low())
                .containsExactly(expected.keySet().stream().mapToDouble(x -> x).toArray());
        assertThat(table.high()).isEqualTo(table.low());
        assertThat(table.negatives())
                .containsExactly(
                        expected.values().stream().mapToDouble(x -> x[0]).toArray());
        assertThat(table.positives())
                .containsExactly(
                        expected.values().stream().mapToDouble(x -> x[1]).toArray());
    }

    @Property(tries = 200)
    void manyScoresFallIntoOrderedBinsWhoseCountsAreExact(@ForAll long seed) {
        Random random = new Random(seed);
        double[] scores = new double[1000];
        ScoreCounts some = new ScoreCounts(40);
        ScoreCounts others = new ScoreCounts(40);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(random);
            (random.nextInt(3) == 0 ? some : others).add(scores[i], true, 1);
        }

        ScoreTable table = some.addAll(others).table();

        assertThat(table.size()).isBetween(2, 40);
        assertThat(table.allPositives()).isEqualTo(1000);
        for (int bin = 0; bin < table.size(); bin++) {
            double low = table.low()[bin];
            double high = table.high()[bin];
            double previous = bin == 0 ? Double.NEGATIVE_INFINITY : table.high()[bin - 1];
            long inside = 0;
            for (double score : scores) {
                inside += score + 0.0 >= low && !(score > high) ? 1 : 0;
            }
            assertThat((double) inside).isEqualTo(table.positives()[bin]);
            assertThat(bin == 0 || previous < low).isTrue();
        }
    }

    /** A million even draws of [0, 1): a bin is no wider than a thousandth of its scores. */
    @Test
    void aMillionScoresKeepABoundedTableOfNarrowBins() {
        Random random = new Random(5);
        ScoreCounts counts = new ScoreCounts(65_536);
        for (int i = 0; i < 1_000_000; i++) {
            counts.add(random.nextDouble(), i % 2 == 0, 1);
        }

        ScoreTable table = counts.table();

        assertThat(table.size()).isBetween(16_000, 65_536);
        assertThat(table.allNegatives() + table.allPositives()).isEqualTo(1e6);
        for (int bin = 0; bin < table.size(); bin++) {
            assertThat(table.high()[bin]).isCloseTo(table.low()[bin], within(1e-3 * table.high()[bin]));
        }
    }
}
