package io.lepton.inference.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SavedTreeTest {

    @Test
    void aThresholdIsTheLowestDoubleThatIsNotBelowItInSinglePrecision() {
        Random random = new Random(1);
        float[] thresholds = {
            0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY
        };
        for (int i = 0; i < 100_000; i++) {
            float threshold = i < thresholds.length ? thresholds[i] : Float.intBitsToFloat(random.nextInt());
            if (Float.isNaN(threshold) || threshold == Float.NEGATIVE_INFINITY) {
                continue;
            }
            double lowest = SavedTree.lowest(threshold);

            assertThat((float) lowest < threshold).as("%s", threshold).isFalse();
            assertThat((float) Math.nextDown(lowest) < threshold)
                    .as("%s", threshold)
                    .isTrue();
        }
    }
}
