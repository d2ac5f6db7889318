package io.lepton.fairness.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JointScoresTest {
    private static final int LABELS = 3;

    private record CountedRow(int label, int[] bins, double weight) {}

    private static List<CountedRow> rows(long seed, int rows, int values) {
        Random random = new Random(seed);
        List<CountedRow> drawn = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            // A whole number of weights adds up the same in any order.
            drawn.add(new CountedRow(
                    random.nextInt(LABELS), random.ints(LABELS, 0, values).toArray(), 1 + random.nextInt(3)));
        }
        return drawn;
    }

    private static JointScores counted(List<CountedRow> rows) {
        JointScores counted = new JointScores();
        rows.forEach(row -> counted.add(row.label(), row.bins(), row.weight()));
        return counted;
    }

    private static Map<List<Integer>, Double> sets(JointScores joint) {
        Map<List<Integer>, Double> sets = new HashMap<>();
        joint.forEach((label, bins, weight) -> sets.put(List.of(label, bins[0], bins[1], bins[2]), weight));
        return sets;
    }

    private static JointScores travelled(JointScores sent) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sent.write(new DataOutputStream(bytes));
        JointScores read = new JointScores();
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return read;
    }

    /** Sampled or not: of 3³ sets all are kept, of 30³ some. */
    @Property(tries = 40)
    void isTheSameInWhateverPartsAndOrder(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int size, @ForAll boolean many)
            throws IOException {
        List<CountedRow> rows = rows(seed, size, many ? 30 : 3);
        Map<List<Integer>, Double> whole = sets(counted(rows));
        Collections.shuffle(rows, new Random(seed));
        int cut = new Random(seed).nextInt(size + 1);

        JointScores parts = travelled(counted(rows.subList(0, cut)));
        parts.addAll(travelled(counted(rows.subList(cut, size))));

        assertThat(sets(parts)).isEqualTo(whole);
    }

    /** Each label's sets stand for all of its rows; where all are kept, each for its own. */
    @Property(tries = 40)
    void standsForAllRows(@ForAll long seed, @ForAll boolean many) {
        List<CountedRow> rows = rows(seed, 3_000, many ? 30 : 3);
        Map<List<Integer>, Double> sets = sets(counted(rows));

        for (int label = 0; label < LABELS; label++) {
            int wanted = label;
            assertThat(sets.entrySet().stream()
                            .filter(each -> each.getKey().get(0) == wanted)
                            .mapToDouble(Map.Entry::getValue)
                            .sum())
                    .isCloseTo(
                            rows.stream()
                                    .filter(row -> row.label() == wanted)
                                    .mapToDouble(CountedRow::weight)
                                    .sum(),
                            within(1e-6));
        }
        if (!many) {
            Map<List<Integer>, Double> exactly = new HashMap<>();
            rows.forEach(row -> exactly.merge(
                    List.of(row.label(), row.bins()[0], row.bins()[1], row.bins()[2]), row.weight(), Double::sum));
            assertThat(sets).isEqualTo(exactly);
        }
    }

    /** Means over the sets are those of all rows, up to chance: a 16th of a standard deviation of a sample of 256. */
    @Property(tries = 40)
    void isDrawnWithoutFavour(@ForAll long seed) {
        List<CountedRow> rows = rows(seed, 20_000, 1_000);
        double[] sums = new double[2];

        counted(rows).forEach((label, bins, weight) -> {
            if (label == 1) {
                sums[0] += weight;
                sums[1] += weight * bins[2];
            }
        });

        // Uniform on 0 to 999: a standard deviation of 289.
        assertThat(sums[1] / sums[0]).isCloseTo(499.5, within(6 * 289 / 16.0));
    }
}
