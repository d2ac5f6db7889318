package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.RowCounts;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is subtracted from everybody's counts is what counting everybody else gives. */
class EverybodyElseTest {
    @Property(tries = 25)
    void ofTwoClasses(@ForAll long seed) {
        check(seed, Row.CLASSES, 2, BinaryMeasures::new);
    }

    @Property(tries = 25)
    void ofSeveralClasses(@ForAll long seed) {
        check(seed, Row.CLASSES, 4, everybody -> new ClassMeasures(new TreeSet<>(everybody.classes()), everybody));
    }

    @Property(tries = 25)
    void ofQuantities(@ForAll long seed) {
        check(seed, Row.NUMBERS, 100, everybody -> new RegressionMeasures());
    }

    private enum Row {
        CLASSES {
            @Override
            void add(RowCounts counts, int label, int prediction, double weight) {
                counts.add(label, prediction, (label + prediction) % 3 / 4.0, weight);
            }
        },
        NUMBERS {
            @Override
            void add(RowCounts counts, int label, int prediction, double weight) {
                counts.addNumbers(label + .5, prediction, weight);
            }
        };

        abstract void add(RowCounts counts, int label, int prediction, double weight);
    }

    private static void check(long seed, Row row, int values, Function<GroupTally, Measures> task) {
        SplittableRandom random = new SplittableRandom(seed);
        RowCounts group = new RowCounts();
        RowCounts rest = new RowCounts();
        RowCounts everybody = new RowCounts();
        for (int i = 0; i < 200; i++) {
            int label = random.nextInt(values);
            int prediction = random.nextInt(values);
            double weight = 1 + random.nextInt(3);
            row.add(i % 3 == 0 ? group : rest, label, prediction, weight);
            row.add(everybody, label, prediction, weight);
        }
        Measures measures = task.apply(everybody.tally());

        Map<String, Comparison> found =
                measures.against(group.tally(), everybody.tally().withoutScores());

        Map<String, Estimate> here = measures.of(group.tally());
        Map<String, Estimate> there = measures.of(rest.tally());
        assertThat(found).isNotEmpty();
        found.forEach((metric, comparison) -> {
            assertSame(comparison.first(), here.get(metric));
            assertSame(comparison.second(), there.get(metric));
        });
    }

    private static void assertSame(Estimate found, Estimate expected) {
        assertThat(found.value()).isCloseTo(expected.value(), within(1e-9));
        assertThat(found.standardError()).isCloseTo(expected.standardError(), within(1e-9));
    }
}
