package io.lepton.inference.ranks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.TrickyNumbers;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ThresholdRanksTest {
    @Property(tries = 300)
    void aRankCountsTheThresholdsAtOrBelow(
            @ForAll @IntRange(min = 0, max = 700) int count,
            @ForAll @IntRange(min = 0, max = 3) int kind,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] thresholds = random.doubles(count)
                .map(value -> switch (kind) {
                    case 0 -> value;
                    case 1 -> Math.exp(1400 * (value - 0.5));
                    case 2 -> Math.floor(value * 30);
                    default -> TrickyNumbers.VALUES[(int) (value * TrickyNumbers.VALUES.length)];
                })
                .filter(value -> !Double.isNaN(value))
                .map(value -> value == 0 ? -0.0 : value)
                .sorted()
                .toArray();
        FeatureBlock block = new FeatureBlock(1);
        block.resize(FeatureBlock.ROWS);
        for (int row = 0; row < FeatureBlock.ROWS; row++) {
            double near = thresholds.length == 0 ? 0 : thresholds[random.nextInt(thresholds.length)];
            block.set(
                    row,
                    0,
                    switch (row % 5) {
                        case 0 -> near;
                        case 1 -> Math.nextDown(near);
                        case 2 -> Math.nextUp(near);
                        case 3 -> TrickyNumbers.VALUES[random.nextInt(TrickyNumbers.VALUES.length)];
                        default -> random.nextGaussian();
                    });
        }
        int rankOfMissing = random.nextInt(thresholds.length + 1);
        char[] ranks = new char[FeatureBlock.ROWS];

        new ThresholdRanks(0, rankOfMissing, thresholds).rank(block, ranks, 0);

        for (int row = 0; row < FeatureBlock.ROWS; row++) {
            double value = block.value(row, 0);
            long expected = Double.isNaN(value)
                    ? rankOfMissing
                    : Arrays.stream(thresholds)
                            .filter(threshold -> value >= threshold)
                            .count();
            assertThat((long) ranks[row]).as("%s", value).isEqualTo(expected);
        }
    }
}
