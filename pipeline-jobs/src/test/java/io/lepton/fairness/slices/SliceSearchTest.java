package io.lepton.fairness.slices;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SliceSearchTest {
    private static final StructType COLUMNS = StructType.fromDDL("loss double, a string, b string, c string, x double");
    private static final List<String> TEXTS = List.of("a", "b", "c");
    private static final List<String> ALL = List.of("a", "b", "c", "x");

    private final SparkSession spark = LocalSpark.session();

    /** A random row; its loss is exponential of mean 1. */
    private static Row row(Random random) {
        return RowFactory.create(
                -Math.log(1 - random.nextDouble()),
                "a" + random.nextInt(4),
                "b" + random.nextInt(3),
                "c" + random.nextInt(5),
                random.nextDouble());
    }

    private static Row more(Row row, double loss) {
        return more(row, row.getDouble(0), loss);
    }

    private static Row more(Row row, double base, double loss) {
        return RowFactory.create(base + loss, row.getString(1), row.getString(2), row.getString(3), row.getDouble(4));
    }

    @Test
    void findsThePlantedSlicesAndNothingElse() {
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Row row = row(random);
            boolean first = row.getString(1).equals("a1") && row.getString(2).equals("b2");
            boolean second = row.getString(3).equals("c3") && row.getDouble(4) > .9;
            rows.add(more(row, first ? 1 : second ? 1.5 : 0));
        }

        SliceReport report =
                SliceSearch.of(rows(rows), "loss", ALL, SliceSettings.standard().withMinimumEffect(.4));

        assertThat(report.slices())
                .extracting(slice -> slice.description().replaceFirst("> 0\\.\\d+", "> 0.9"))
                .containsExactlyInAnyOrder("a = a1 and b = b2", "c = c3 and x > 0.9");
        Slice first = report.slices().stream()
                .filter(slice -> slice.description().startsWith("a"))
                .findFirst()
                .orElseThrow();
        assertThat(first.meanLoss()).isCloseTo(2, within(.1));
        // √2·(2 − 1.03) ÷ √(1 + 1.07).
        assertThat(first.effectSize()).isCloseTo(.95, within(.08));
        assertThat(first.adjustedPValue()).isLessThan(1e-50);
        assertThat(report.rows()).isEqualTo(20_000);
    }

    @Test
    void findsASliceOfThreeConditions() {
        Random random = new Random(2);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Row row = row(random);
            boolean planted = row.getString(1).equals("a1")
                    && row.getString(2).equals("b2")
                    && row.getString(3).equals("c3");
            rows.add(more(row, planted ? 3 : 0));
        }

        SliceReport report =
                SliceSearch.of(rows(rows), "loss", ALL, SliceSettings.standard().withConditions(3));

        assertThat(report.slices().get(0).description()).isEqualTo("a = a1 and b = b2 and c = c3");
    }

    /** A large slice that is much worse leaves no room for smaller ones, where size counts. */
    @Test
    void doesNotMeasureWhatCannotBeAmongTheBest() {
        Random random = new Random(3);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Row row = row(random);
            double chance = row.getString(1).equals("a1") ? .6 : .1;
            rows.add(more(row, 0, random.nextDouble() < chance ? 1 : 0));
        }
        SliceSettings settings =
                new SliceSettings(3, 1, 30, 0, 10, 20, .8, .1, .05, SliceSettings.Correction.BENJAMINI_HOCHBERG);

        SliceReport report = SliceSearch.of(rows(rows), "loss", ALL, settings);

        assertThat(report.slices()).extracting(Slice::description).containsExactly("a = a1");
        assertThat(report.evaluated()).isLessThan(report.tests() / 2);
    }

    /** Where nothing is to be found, some slice is in at most one of twenty searches; three deviations more are let pass. */
    @Test
    void findsNothingInNoise() {
        SliceSettings settings = SliceSettings.standard()
                .withMinimumSize(30)
                .withMinimumEffect(0)
                .withConditions(2);
        int draws = Boolean.getBoolean("all-tests") ? 200 : 40;
        int holm = 0;
        int benjaminiHochberg = 0;
        for (int draw = 0; draw < draws; draw++) {
            Random random = new Random(1000 + draw);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                rows.add(more(row(random), 0, random.nextDouble()));
            }
            Dataset<Row> data = rows(rows).coalesce(1);
            boolean byRate =
                    !SliceSearch.of(data, "loss", ALL, settings).slices().isEmpty();
            benjaminiHochberg += byRate ? 1 : 0;
            // What Holm finds, Benjamini and Hochberg find, too.
            holm += byRate
                            && !SliceSearch.of(data, "loss", ALL, settings.with(SliceSettings.Correction.HOLM, .05))
                                    .slices()
                                    .isEmpty()
                    ? 1
                    : 0;
        }

        assertThat(benjaminiHochberg).isLessThanOrEqualTo((int) (.05 * draws + 3 * Math.sqrt(.05 * .95 * draws)));
        assertThat(holm).isLessThanOrEqualTo(benjaminiHochberg);
    }

    @Property(tries = 15)
    void rankingIsThatOfAllSlicesTriedOneByOne(
            @ForAll long seed,
            @ForAll @IntRange(min = 40, max = 400) int size,
            @ForAll @IntRange(min = 1, max = 3) int top) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Row row = row(random);
            rows.add(more(row, row.getString(1).equals("a0") && row.getString(3).equals("c0") ? 2 : 0));
        }
        SliceSettings settings =
                new SliceSettings(3, top, 5, 0, 10, 20, .9, 0, 1, SliceSettings.Correction.BENJAMINI_HOCHBERG);

        SliceReport report = SliceSearch.of(rows(rows), "loss", TEXTS, settings);

        List<Tried> all = tried(rows, 5, .9);
        List<String> expected = new ArrayList<>();
        List<Tried> taken = new ArrayList<>();
        for (Tried slice : all.subList(0, Math.min(10 * top, all.size()))) {
            if (expected.size() < top && taken.stream().noneMatch(slice::isRelatedTo) && slice.difference() > 0) {
                taken.add(slice);
                expected.add(slice.name());
            }
        }
        assertThat(report.slices().stream().map(SliceSearchTest::name).toList()).isEqualTo(expected);
        report.slices().forEach(slice -> {
            Tried same = all.stream()
                    .filter(other -> other.name().equals(name(slice)))
                    .findFirst()
                    .orElseThrow();
            assertThat(slice.rows()).isEqualTo(same.rows());
            assertThat(slice.score()).isCloseTo(same.score(), within(1e-9));
            assertThat(slice.meanLoss() - slice.restLoss()).isCloseTo(same.difference(), within(1e-9));
        });
    }

    /** @param values of each column, "*" for any */
    private record Tried(List<String> values, int rows, double score, double difference) {
        String name() {
            return String.join(" ", values);
        }

        boolean isRelatedTo(Tried other) {
            return holds(other) || other.holds(this);
        }

        private boolean holds(Tried other) {
            for (int i = 0; i < values.size(); i++) {
                if (!values.get(i).equals("*") && !values.get(i).equals(other.values.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static String name(Slice slice) {
        String[] values = {"*", "*", "*"};
        slice.conditions().forEach(condition -> values[TEXTS.indexOf(condition.column())] = condition.value());
        return String.join(" ", values);
    }

    private static List<Tried> tried(List<Row> rows, int smallest, double alpha) {
        TreeMap<String, double[]> sums = new TreeMap<>();
        double all = 0;
        for (Row row : rows) {
            all += row.getDouble(0);
            for (int mask = 1; mask < 8; mask++) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    values.add((mask >> i & 1) == 1 ? row.getString(i + 1) : "*");
                }
                double[] sum = sums.computeIfAbsent(String.join(" ", values), key -> new double[2]);
                sum[0]++;
                sum[1] += row.getDouble(0);
            }
        }
        List<Tried> tried = new ArrayList<>();
        double n = rows.size();
        for (var entry : sums.entrySet()) {
            double size = entry.getValue()[0];
            double loss = entry.getValue()[1];
            double score = alpha * (loss / size / (all / n) - 1) - (1 - alpha) * (n / size - 1);
            if (size >= smallest && score > 0) {
                tried.add(new Tried(
                        Arrays.asList(entry.getKey().split(" ")),
                        (int) size,
                        score,
                        loss / size - (all - loss) / (n - size)));
            }
        }
        tried.sort(Comparator.comparingDouble(slice -> -slice.score()));
        return tried;
    }

    @Property(tries = 500)
    void theBoundIsNeverBelowTheScoreOfAPart(@ForAll long seed, @ForAll @IntRange(min = 10, max = 60) int size) {
        Random random = new Random(seed);
        double[] losses = random.doubles(size, 0, 3).toArray();
        LossSums sums = new LossSums(3, 1.5);
        boolean[][] within = new boolean[2][size];
        for (int i = 0; i < size; i++) {
            within[0][i] = random.nextInt(3) > 0;
            within[1][i] = random.nextInt(3) > 0;
            sums.add(0, losses[i]);
            if (within[0][i]) {
                sums.add(1, losses[i]);
            }
            if (within[1][i]) {
                sums.add(2, losses[i]);
            }
        }
        LossSums both = new LossSums(1, 1.5);
        for (int i = 0; i < size; i++) {
            if (within[0][i] && within[1][i]) {
                both.add(0, losses[i]);
            }
        }
        LossSums.Stats part = both.of(0);
        SliceScore score = new SliceScore(sums.of(0), .8, 3);

        if (part.rows() >= 3) {
            assertThat(score.bound(
                            Math.min(sums.of(1).rows(), sums.of(2).rows()),
                            Math.min(sums.of(1).total(), sums.of(2).total()),
                            Math.min(sums.of(1).largest(), sums.of(2).largest())))
                    .isGreaterThanOrEqualTo(score.of(part) - 1e-9);
        }
    }

    /** By hand: losses 1, 2, 3, 4 against 0, 0, 1, 1: t = 2 ÷ √(5/12 + 1/12) with 4.15 degrees; tables give p = .025 for 2.74. */
    @Test
    void theTestIsWelchs() {
        LossSums sums = new LossSums(2, 0);
        for (double loss : new double[] {1, 2, 3, 4}) {
            sums.add(0, loss);
            sums.add(1, loss);
        }
        for (double loss : new double[] {0, 0, 1, 1}) {
            sums.add(0, loss);
        }
        SliceScore score = new SliceScore(sums.of(0), .95, 1);

        // Freedom: (5/12 + 1/12)² ÷ ((5/12)²/3 + (1/12)²/3) = 4.1538; t = 2.8284.
        assertThat(score.pValue(sums.of(1))).isCloseTo(.0227, within(.0005));
        assertThat(score.effectSize(sums.of(1)))
                .isCloseTo(Math.sqrt(2) * 2 / Math.sqrt(5 / 3.0 + 1 / 3.0), within(1e-12));
    }

    @Test
    void tellsNothingOfSlicesBelowThePrivacyThreshold() {
        Random random = new Random(4);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            Row row = row(random);
            rows.add(RowFactory.create(i < 40 ? 50.0 : row.getDouble(0), i < 40 ? "rare" : "a", "b", "c", 0.0));
        }
        SliceSettings small =
                new SliceSettings(1, 10, 20, 0, 10, 20, .99, .1, .05, SliceSettings.Correction.BENJAMINI_HOCHBERG);
        SliceSettings guarded =
                new SliceSettings(1, 10, 20, 50, 10, 20, .99, .1, .05, SliceSettings.Correction.BENJAMINI_HOCHBERG);

        assertThat(SliceSearch.of(rows(rows), "loss", ALL, small).slices())
                .extracting(Slice::description)
                .containsExactly("a = rare");
        assertThat(SliceSearch.of(rows(rows), "loss", ALL, guarded).slices()).isEmpty();
    }

    @Test
    void lossesAreThoseOfTheirFormulas() {
        Row found = spark.range(1)
                .selectExpr("1.0 one", "0.0 zero", "0.8 score")
                .select(
                        Losses.logLoss(col("one"), col("score")),
                        Losses.logLoss(col("zero"), col("score")),
                        Losses.logLoss(col("one"), col("zero")),
                        Losses.absoluteError(col("zero"), col("score")),
                        Losses.zeroOne(col("one"), col("zero")))
                .head();

        assertThat(found.getDouble(0)).isCloseTo(-Math.log(.8), within(1e-12));
        assertThat(found.getDouble(1)).isCloseTo(-Math.log(.2), within(1e-12));
        assertThat(found.getDouble(2)).isCloseTo(-Math.log(1e-15), within(1e-12));
        assertThat(found.getDouble(3)).isCloseTo(.8, within(1e-12));
        assertThat(found.getDouble(4)).isEqualTo(1);
    }

    @Test
    void refusesWhatItCannotSearch() {
        Dataset<Row> rows = rows(List.of(RowFactory.create(-1.0, "a", "b", "c", 0.0)));

        assertThatThrownBy(() -> SliceSearch.of(rows, "loss", "aa"))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot search slices: the rows have no column 'aa'.");
        assertThatThrownBy(() -> SliceSearch.of(rows, "a", "b"))
                .hasMessageContaining("column 'a' (loss) is string, and numbers are needed");
        assertThatThrownBy(() -> SliceSearch.of(rows, "loss", "b"))
                .hasMessageContaining("1 losses in column 'loss' are missing or negative");
        assertThatThrownBy(() -> SliceSearch.of(rows.limit(0), "loss", "b")).hasMessageContaining("there are no rows");
        assertThatThrownBy(() -> SliceSettings.standard().withConditions(4)).hasMessageContaining("Give 1, 2 or 3.");
        assertThatThrownBy(() -> SliceSettings.standard().withMinimumSize(1)).hasMessageContaining("minimum size 1");
    }

    private Dataset<Row> rows(List<Row> rows) {
        return spark.createDataFrame(rows, COLUMNS);
    }
}
