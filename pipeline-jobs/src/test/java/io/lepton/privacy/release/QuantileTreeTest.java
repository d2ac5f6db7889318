package io.lepton.privacy.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.privacy.noise.GeometricNoise;
import io.lepton.privacy.noise.SeededBits;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantileTreeTest {
    @Test
    void findsQuantilesWhereThereIsNextToNoNoise() {
        Map<Integer, Long> leaves = new HashMap<>();
        IntStream.rangeClosed(1, 100).forEach(i -> leaves.put(i * 655, 1000L));

        QuantileTree tree = new QuantileTree(leaves, GeometricNoise.of(1, 100), SeededBits.of(1));

        for (double rank : new double[] {0.01, 0.25, 0.5, 0.75, 0.99}) {
            assertThat(tree.position(rank) * QuantileTree.LEAVES).isCloseTo(Math.ceil(rank * 100) * 655, within(1.01));
        }
        assertThat(tree.position(0)).isLessThanOrEqualTo(tree.position(0.01));
    }

    @Test
    void answersTheSameAndInOrder() {
        QuantileTree tree = new QuantileTree(normal(5000, 3), GeometricNoise.of(4, 0.2), SeededBits.of(2));

        double last = 0;
        for (double rank = 0; rank <= 1; rank += 0.01) {
            assertThat(tree.position(rank)).isEqualTo(tree.position(rank)).isBetween(last, 1.0);
            last = tree.position(rank);
        }
    }

    @Test
    void tellsIntervalsThatHoldTheTruth() {
        int held = 0;
        for (int seed = 0; seed < 200; seed++) {
            Map<Integer, Long> leaves = normal(2000, seed);
            double truth = new QuantileTree(leaves, GeometricNoise.of(1, 100), SeededBits.of(seed)).position(0.5);

            QuantileTree tree = new QuantileTree(leaves, GeometricNoise.of(4, 1), SeededBits.of(1000 + seed));
            double margin = tree.rankMargin();
            held += tree.position(0.5 - margin) <= truth && truth <= tree.position(0.5 + margin) ? 1 : 0;
        }

        assertThat(held).isGreaterThanOrEqualTo(186);
    }

    @Test
    void staysWithinTheBoundsWhereNobodyIs() {
        QuantileTree tree = new QuantileTree(Map.of(), GeometricNoise.of(4, 1), SeededBits.of(5));

        assertThat(tree.position(0.5)).isBetween(0.0, 1.0);
        assertThat(tree.position(-3)).isBetween(0.0, 1.0);
    }

    private static Map<Integer, Long> normal(int n, long seed) {
        Random random = new Random(seed);
        Map<Integer, Long> leaves = new HashMap<>();
        for (int i = 0; i < n; i++) {
            int leaf = (int) Math.min(65_535, Math.max(0, 30_000 + 8000 * random.nextGaussian()));
            leaves.merge(leaf, 1L, Long::sum);
        }
        return leaves;
    }
}
