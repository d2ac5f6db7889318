package io.lepton.fairness.neighbours;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class ConsistencyAuditTest {
    private static ConsistencyInput input(Dataset<Row> rows, int neighbours, List<String> features) {
        return new ConsistencyInput(
                features.stream().map(name -> CountedColumn.of(rows, name)).toList(),
                col("decision"),
                List.of("sex"),
                Map.of(),
                neighbours,
                1);
    }

    private static Consistency measured(Dataset<Row> rows, int neighbours, String... features) {
        return new ConsistencyAudit(input(rows, neighbours, List.of(features)))
                .audit(rows, rows)
                .orElseThrow();
    }

    /** On a line at 0, 1, 3, 7, 15, 31: each has the one before as its nearest, the first the second. */
    @Test
    void isTheShareOfNeighboursWhoAreDecidedAlike(SparkSession spark) {
        Dataset<Row> line = spark.range(6)
                .selectExpr(
                        "double(shiftleft(1L, int(id)) - 1) as place",
                        "double(id < 3) as decision",
                        "if(id in (0, 3), 'f', 'm') as sex");

        Consistency found = measured(line, 2, "place");

        assertThat(found.rows()).isEqualTo(6);
        assertThat(found.neighbours()).isEqualTo(2);
        // Only the fourth is decided otherwise than the nearest other: 1 − |0 − 1/2|.
        assertThat(found.figures())
                .extracting(Consistency.Figure::attribute, Consistency.Figure::group, Consistency.Figure::rows)
                .containsExactly(tuple("overall", "all", 6L), tuple("sex", "f", 2L), tuple("sex", "m", 4L));
        assertThat(found.figures())
                .extracting(Consistency.Figure::value)
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-12 ? 0 : 1)
                .containsExactly(5.5 / 6, 1.5 / 2, 1.0);
    }

    /** Of a hundred rows at one place, sixty are selected: 4 of the 5 neighbours are drawn from all, as chance would. */
    @Test
    void ofRowsThatAreEquallyFarEachCountsInPart(SparkSession spark) {
        Dataset<Row> alike =
                spark.range(100).selectExpr("'here' as place", "double(id % 5 < 3) as decision", "'f' as sex");

        assertThat(measured(alike, 5, "place").figures().get(0).value())
                .isCloseTo(0.6 * 0.6 + 0.4 * 0.4, within(1e-12));
    }

    @Test
    void isTheSameHoweverRowsLie(SparkSession spark) {
        Dataset<Row> people = people(spark, 900);
        List<String> features = List.of("age", "hours", "work");

        Consistency one = measured(people.coalesce(1), 5, features.toArray(String[]::new));
        Consistency other = measured(people.repartition(7, expr("hash(id)")), 5, features.toArray(String[]::new));

        assertThat(other).isEqualTo(one);
        assertThat(one.figures()).hasSize(3).allSatisfy(figure -> {
            assertThat(figure.value()).isBetween(0.5, 1.0);
            assertThat(figure.interval(0.95).low()).isLessThan(figure.value());
            assertThat(figure.interval(0.95).high()).isGreaterThan(figure.value());
        });
    }

    /** The unit in which a number is told says nothing of who is alike. */
    @Test
    void scalesOfNumbersDoNotMatterAndMissingValuesAreNeighbours(SparkSession spark) {
        Dataset<Row> people = people(spark, 300);

        Consistency found = measured(people, 5, "age", "hours", "work");
        Consistency rescaled = measured(people.withColumn("age", expr("age * 365 + 7")), 5, "age", "hours", "work");

        assertThat(rescaled.figures().get(0).value())
                .isCloseTo(found.figures().get(0).value(), within(1e-12));
    }

    @Test
    void ofTooFewRowsNothingIsToldAndSettingsAreChecked(SparkSession spark) {
        Dataset<Row> six = people(spark, 6);

        assertThat(new ConsistencyAudit(input(six, 5, List.of("age"))).audit(six, six))
                .isEmpty();
        assertThat(new ConsistencyAudit(input(six, 4, List.of("age"))).audit(six, six))
                .isPresent();
        assertThatThrownBy(() -> input(six, 0, List.of("age")))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("each row has 0 neighbours");
        assertThatThrownBy(() -> input(six, 5, List.of()))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("no column says who is alike");
    }

    private static Dataset<Row> people(SparkSession spark, int count) {
        return spark.range(count)
                .selectExpr(
                        "id",
                        "if(id % 50 = 3, null, 20 + pmod(hash(id), 40)) as age",
                        "double(pmod(hash(id, 1), 60)) as hours",
                        "if(id % 40 = 3, null, concat('work ', pmod(hash(id, 2), 4))) as work",
                        "double(pmod(hash(id), 40) + pmod(hash(id, 3), 10) > 22) as decision",
                        "if(id % 3 = 0, 'f', 'm') as sex");
    }

    /** The jackknife's short cuts against what is left of the sample when a row is really taken out. */
    @Test
    void knowsWhatBecomesOfNeighboursWithoutARow() {
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            int k = 1 + random.nextInt(5);
            List<double[]> rows = IntStream.range(0, k + 2 + random.nextInt(12))
                    .mapToObj(i -> new double[] {random.nextInt(5), random.nextInt(2)})
                    .toList();
            int gone = random.nextInt(rows.size());
            Neighbourhood whole = new Neighbourhood(sample(rows), k);
            Neighbourhood without = new Neighbourhood(
                    sample(Stream.concat(
                                    rows.stream().limit(gone), rows.stream().skip(gone + 1))
                            .toList()),
                    k);
            for (int row = 0; row < rows.size(); row++) {
                if (row != gone) {
                    whole.moveTo(row);
                    without.moveTo(row < gone ? row : row - 1);
                    assertThat(whole.holds(gone) ? whole.decidedAlikeWithout(gone) : whole.decidedAlike())
                            .isCloseTo(without.decidedAlike(), within(1e-12));
                }
            }
        }
    }

    /** 95 % intervals of the mean of many samples; neighbours share rows, and those in a sample differ from those in another. */
    @Test
    void intervalsHoldTheValueThatSamplesOfTheSizeHaveOnAverage() {
        int samples = 2000;
        Consistency.Figure[] found = IntStream.range(0, samples)
                .parallel()
                .mapToObj(seed -> {
                    Random random = new Random(seed * 31L + 5);
                    List<double[]> rows = IntStream.range(0, 150)
                            .mapToObj(i -> {
                                double place = random.nextDouble();
                                return new double[] {place, random.nextDouble() < 0.1 + 0.8 * place ? 1 : 0};
                            })
                            .toList();
                    SampledRows sample = sample(rows);
                    return new ConsistencySums(sample, sample.groups(List.of(), 1))
                            .figures(5)
                            .get(0);
                })
                .toArray(Consistency.Figure[]::new);
        double mean = Stream.of(found)
                .mapToDouble(Consistency.Figure::value)
                .average()
                .orElseThrow();

        long held = Stream.of(found)
                .filter(figure -> figure.interval(0.95).low() <= mean
                        && mean <= figure.interval(0.95).high())
                .count();

        // Efron and Stein: the jackknife rather tells of too much variance than of too little.
        assertThat((double) held / samples).isBetween(0.945, 1.0);
    }

    private static SampledRows sample(List<double[]> rows) {
        SampledRows sample = new SampledRows(new boolean[] {true}, 0);
        rows.forEach(row -> sample.add(new GenericInternalRow(new Object[] {row[0], row[1]})));
        return sample;
    }
}
