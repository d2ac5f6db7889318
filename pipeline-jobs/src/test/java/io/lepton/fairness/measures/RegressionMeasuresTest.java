package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.NumberCounts;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RegressionMeasuresTest {
    private record Pair(double label, double prediction) {}

    @Property(tries = 50)
    void measuresTimesInSecondsAsWellAsSmallNumbers(@ForAll long seed) {
        List<Pair> rows = drawn(new Random(seed));

        Map<String, Estimate> far = measured(List.of(tally(rows, 1e9)));

        Map<String, Estimate> near = measured(List.of(tally(rows, 0)));
        for (Measure measure : List.of(Measure.R2, Measure.MAE, Measure.RMSE)) {
            requireSame(far.get(measure.id()), near.get(measure.id()), 0, 1e-6);
        }
        for (Measure measure : List.of(Measure.MEAN_LABEL, Measure.MEAN_PREDICTION)) {
            requireSame(far.get(measure.id()), near.get(measure.id()), 1e9, 2e-6);
        }
    }

    /** By the formulas of the docstring, over rows. */
    @Property(tries = 50)
    void countsWhatTheRowsSay(@ForAll long seed) {
        List<Pair> rows = drawn(new Random(seed));
        double n = rows.size();
        double mean = rows.stream().mapToDouble(Pair::label).average().orElseThrow();
        double a = rows.stream()
                .mapToDouble(row -> Math.pow(row.label - row.prediction, 2) / n)
                .sum();
        double v = rows.stream()
                .mapToDouble(row -> Math.pow(row.label - mean, 2) / n)
                .sum();
        double variance = rows.stream()
                .mapToDouble(row ->
                        Math.pow(Math.pow(row.label - row.prediction, 2) / a - Math.pow(row.label - mean, 2) / v, 2))
                .sum();

        Estimate r2 = measured(List.of(tally(rows, 0))).get(Measure.R2.id());

        assertThat(r2.value()).isCloseTo(1 - a / v, within(1e-10));
        assertThat(r2.standardError()).isCloseTo(a / v * Math.sqrt(variance / n / (n - 3)), within(1e-10));
    }

    @Property(tries = 50)
    void partsAddUpInAnyOrder(@ForAll long seed) {
        Random random = new Random(seed);
        List<Pair> rows = drawn(random);
        List<GroupTally> parts = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += 7) {
            parts.add(tally(rows.subList(from, Math.min(rows.size(), from + 7)), from % 2 * 100));
        }
        parts.add(new NumberCounts().tally());

        Map<String, Estimate> inOrder = measured(parts);
        Collections.shuffle(parts, random);
        Map<String, Estimate> shuffled = measured(parts);

        inOrder.forEach((name, figure) -> requireSame(shuffled.get(name), figure, 0, 1e-9));
    }

    private static void requireSame(Estimate one, Estimate other, double above, double tolerance) {
        assertThat(one.value() - above).isCloseTo(other.value(), within(tolerance));
        Interval interval = one.interval(Estimate.CONFIDENCE);
        Interval expected = other.interval(Estimate.CONFIDENCE);
        assertThat(interval.low() - above).isCloseTo(expected.low(), within(tolerance));
        assertThat(interval.high() - above).isCloseTo(expected.high(), within(tolerance));
    }

    private static List<Pair> drawn(Random random) {
        List<Pair> rows = new ArrayList<>();
        for (int row = 40 + random.nextInt(200); row > 0; row--) {
            double label = random.nextGaussian() + (random.nextInt(4) == 0 ? 3 : 0);
            rows.add(new Pair(label, .7 * label + .5 * random.nextGaussian()));
        }
        return rows;
    }

    private static GroupTally tally(List<Pair> rows, double above) {
        NumberCounts counts = new NumberCounts();
        rows.forEach(row -> counts.add(row.label + above, row.prediction + above));
        return counts.tally();
    }

    private static Map<String, Estimate> measured(List<GroupTally> parts) {
        GroupTally all = new NumberCounts().tally();
        parts.forEach(all::addAll);
        return new RegressionMeasures().of(all);
    }
}
