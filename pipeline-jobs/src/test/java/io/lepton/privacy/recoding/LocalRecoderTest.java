package io.lepton.privacy.recoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.privacy.criteria.Closeness;
import io.lepton.privacy.criteria.Criterion;
import io.lepton.privacy.criteria.DistinctDiversity;
import io.lepton.privacy.criteria.EqualDistance;
import io.lepton.privacy.criteria.RecursiveDiversity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LocalRecoderTest {
    /** Large enough to be cut into blocks. */
    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void everyClassHoldsAndNoRowIsLost(
            @ForAll @IntRange(min = 30, max = 4000) int size,
            @ForAll @IntRange(min = 1, max = 60) int k,
            @ForAll @IntRange(min = 0, max = 10) int limitPercent,
            @ForAll @IntRange(min = 0, max = 3) int demand,
            @ForAll long seed) {
        Combinations table = table(size, demand, new Random(seed));
        long budget = table.rows() * limitPercent / 100;
        LocalRecoder recoder = new LocalRecoder(k, budget);
        if (!recoder.canRecode(table)) {
            return;
        }

        Recoding recoding = recoder.recode(table);

        long[] rows = new long[recoding.classes()];
        long[][] values = new long[recoding.classes()][4];
        long suppressed = 0;
        for (int i = 0; i < table.size(); i++) {
            int c = recoding.classOf(i);
            if (c == Recoding.SUPPRESSED) {
                suppressed += table.counts()[i];
                continue;
            }
            rows[c] += table.counts()[i];
            for (Sensitive column : table.sensitive()) {
                for (int e = column.starts()[i]; e < column.starts()[i + 1]; e++) {
                    values[c][column.codes()[e]] += column.counts()[e];
                }
            }
        }
        assertThat(suppressed).isEqualTo(recoding.rowsSuppressed()).isLessThanOrEqualTo(budget);
        long[] published = new long[4];
        for (long[] of : values) {
            for (int value = 0; value < 4; value++) {
                published[value] += of[value];
            }
        }
        for (int c = 0; c < rows.length; c++) {
            assertThat(rows[c]).isGreaterThanOrEqualTo(k);
            for (Sensitive column : table.sensitive()) {
                for (Criterion criterion : column.criteria()) {
                    assertThat(criterion.comparedWith(published).holds(values[c], 0, 4, rows[c]))
                            .isTrue();
                }
            }
        }
        for (double loss : recoding.lossByAttribute()) {
            assertThat(loss).isBetween(0.0, 1 + 1e-12);
        }
    }

    @Test
    void losesLessOfWhatWeighsMore() {
        Combinations table = table(2000, 0, new Random(3));
        Combinations weighed =
                new Combinations(table.attributes(), new double[] {20, 1, 1}, table.codes(), table.counts(), List.of());

        double[] equally = new LocalRecoder(10, 0).recode(table).lossByAttribute();
        double[] first = new LocalRecoder(10, 0).recode(weighed).lossByAttribute();

        assertThat(first[0]).isLessThan(equally[0] / 2);
    }

    /** What is sampled to choose a cut is no more than that: all rows are still in classes that hold. */
    @Test
    void cutsLargeTablesByTheirSample() {
        Combinations table = table(30_000, 1, new Random(5));

        Recoding recoding = new LocalRecoder(5, 0).recode(table);

        assertThat(recoding.rowsSuppressed()).isZero();
        assertThat(recoding.classes()).isGreaterThan((int) (table.rows() / 5 / 3));
    }

    private static Combinations table(int size, int demand, Random random) {
        int numbers = 200;
        double[] values = new double[numbers];
        for (int i = 0; i < numbers; i++) {
            values[i] = i * i;
        }
        // A root, three branches of four leaves.
        int[] parents = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};
        int[] leaves = {12, 4, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        int[] leafOfCode = {4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        List<Attribute> attributes = List.of(
                new NumericAttribute(values),
                new SetAttribute(9, true),
                new TreeAttribute(leafOfCode, parents, leaves, true));
        Set<List<Integer>> seen = new HashSet<>();
        while (seen.size() < Math.min(size, 20_000)) {
            seen.add(List.of(random.nextInt(numbers + 1) - 1, random.nextInt(10) - 1, random.nextInt(13) - 1));
        }
        List<List<Integer>> tuples = new ArrayList<>(seen);
        int[][] codes = new int[3][tuples.size()];
        long[] counts = new long[tuples.size()];
        int[] starts = new int[tuples.size() + 1];
        int[] entries = new int[tuples.size() * 2];
        long[] rows = new long[tuples.size() * 2];
        for (int i = 0; i < tuples.size(); i++) {
            for (int a = 0; a < 3; a++) {
                codes[a][i] = tuples.get(i).get(a);
            }
            int first = random.nextInt(4);
            entries[2 * i] = first;
            entries[2 * i + 1] = (first + 1 + random.nextInt(3)) % 4;
            rows[2 * i] = 1 + random.nextInt(3);
            rows[2 * i + 1] = random.nextInt(2);
            counts[i] = rows[2 * i] + rows[2 * i + 1];
            starts[i + 1] = 2 * i + 2;
        }
        List<Criterion> criteria =
                switch (demand) {
                    case 1 -> List.of(new DistinctDiversity(3));
                    case 2 -> List.of(new RecursiveDiversity(2, 2));
                    default -> List.of(new Closeness(0.2, new EqualDistance(), new long[4]));
                };
        List<Sensitive> sensitive =
                demand == 0 ? List.of() : List.of(new Sensitive(4, starts, entries, rows, criteria));
        return new Combinations(attributes, new double[] {1, 1, 1}, codes, counts, sensitive);
    }
}
