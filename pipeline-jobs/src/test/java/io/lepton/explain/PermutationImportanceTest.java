package io.lepton.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.inference.FeatureRows;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PermutationImportanceTest {
    private static final int ROWS = 20_000;

    /** Two places make up column a, a third is column b, the fourth is read by nobody. */
    private static final Map<String, List<Integer>> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("unread", List.of(3));
        COLUMNS.put("b", List.of(2));
        COLUMNS.put("a", List.of(0, 1));
    }

    private static FeatureRows gaussians(long seed) {
        Random random = new Random(seed);
        float[] values = new float[4 * ROWS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FeatureRows(values, 4);
    }

    /** −(mean squared error) of 2·x₀ + x₁ + x₂, with the truth known. */
    private static double quality(FeatureRows truth, FeatureRows rows) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            sum += Math.pow(estimate(truth, row) - estimate(rows, row), 2);
        }
        return -sum / ROWS;
    }

    private static double estimate(FeatureRows rows, int row) {
        return 2 * rows.values()[4 * row] + rows.values()[4 * row + 1] + rows.values()[4 * row + 2];
    }

    /** Of independent features of variance 1, shuffling one with factor f costs 2·f² (Fisher, Rudin and Dominici 2019, linear models). */
    @Test
    void ofALinearModelIsWhatTheoryGives() {
        FeatureRows sample = gaussians(3);

        List<Importance> found = new PermutationImportance(rows -> quality(sample, rows), 7).of(sample, COLUMNS);

        assertThat(found).extracting(Importance::column).containsExactly("a", "b", "unread");
        assertThat(found.get(0).drop()).isCloseTo(2 * (4 + 1), within(0.3));
        assertThat(found.get(1).drop()).isCloseTo(2, within(0.1));
        assertThat(found.get(2).drop()).isZero();
    }

    @Property(tries = 20)
    void shufflesOneColumnAtATimeAndLosesNoValue(@ForAll long seed) {
        FeatureRows sample = gaussians(seed);
        float[] before = sample.values().clone();
        new PermutationImportance(
                        rows -> {
                            int changed = 0;
                            for (int place = 0; place < 4; place++) {
                                float[] shuffled = column(rows, place);
                                changed += Arrays.equals(shuffled, column(sample, place)) ? 0 : 1 << place;
                                Arrays.sort(shuffled);
                                float[] whole = column(sample, place);
                                Arrays.sort(whole);
                                assertThat(shuffled).isEqualTo(whole);
                            }
                            assertThat(changed).isIn(0, 0b0011, 0b0100, 0b1000);
                            return changed;
                        },
                        seed)
                .of(sample, COLUMNS);

        assertThat(sample.values()).isEqualTo(before);
    }

    private static float[] column(FeatureRows rows, int place) {
        float[] values = new float[rows.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = rows.values()[row * rows.width() + place];
        }
        return values;
    }
}
