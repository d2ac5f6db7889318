package io.lepton.privacy.release;

import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.privacy.aggregate.Bounds;
import io.lepton.privacy.aggregate.Contribution;
import io.lepton.privacy.aggregate.Figure;
import io.lepton.privacy.aggregate.GroupBy;
import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Release;
import io.lepton.privacy.aggregate.Statistic;
import io.lepton.privacy.noise.SeededBits;
import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class PrivateAggregationTest {
    private static final Optional<Bounds> HUNDRED = Optional.of(new Bounds(0, 100));

    private final SparkSession spark;

    PrivateAggregationTest(SparkSession spark) {
        this.spark = spark;
    }

    /** 400 people with 4 rows in each of 5 groups, and rows of nobody. */
    private Dataset<Row> visits() {
        return spark.range(8000)
                .selectExpr(
                        "if(id < 10, null, id % 400) as patient",
                        "concat('c', id div 400 % 5) as clinic", "id % 400 / 4.0 as cost");
    }

    @Test
    void usesNoMoreOfAPersonThanWasAgreed() {
        PrivateQuery query = new PrivateQuery(
                GroupBy.selected(List.of("clinic")),
                new Contribution(Optional.of("patient"), 2, 3),
                List.of(new Statistic.Sum("cost", HUNDRED)),
                1,
                1e-6);

        Dataset<Row> visits = visits();
        Dataset<Row> rows =
                new BoundedRows(new TableColumns(visits), query).of(visits).cache();

        Row most = rows.groupBy("person", "g0")
                .agg(
                        org.apache.spark.sql.functions.count(lit(1)).as("n"),
                        sum(rows.col("first").cast("int")).as("firsts"))
                .groupBy("person")
                .agg(
                        countDistinct("g0").as("groups"),
                        max("n").as("n"),
                        max("firsts").as("firsts"))
                .agg(max("groups"), max("n"), max("firsts"), sum("groups"))
                .head();
        assertThat(List.of(most.getLong(0), most.getLong(1), most.getLong(2), most.getLong(3)))
                .containsExactly(2L, 3L, 1L, 800L);
        assertThat(rows.count()).isBetween(2390L, 2400L);
        // Each clinic is chosen by 2 in 5: a binomial distribution of 400, standard deviation 9.8.
        rows.groupBy("g0").agg(countDistinct("person")).collectAsList().forEach(row -> assertThat(row.getLong(1))
                .as("people of %s", row.get(0))
                .isBetween(115L, 205L));
    }

    @Test
    void answersAllStatisticsNearTheTruthWhereThereIsLittleNoise() {
        Dataset<Row> rows = spark.range(1000)
                .selectExpr(
                        "if(id % 4 = 0, 'a', 'b') as part",
                        "if(id % 10 = 9, null, cast(id % 100 as double)) as x",
                        "cast(id % 100 as int) as i",
                        "if(id % 2 = 0, 'even', if(id = 1, 'rare', null)) as word");
        PrivateQuery query = new PrivateQuery(
                GroupBy.listed(List.of("part"), Map.of("part", List.of("b", "a", "none"))),
                Contribution.ofRows(),
                List.of(
                        new Statistic.Count(),
                        new Statistic.Sum("x", HUNDRED),
                        new Statistic.Mean("x", HUNDRED),
                        new Statistic.Quantiles("i", HUNDRED, List.of(0.5)),
                        new Statistic.NumberHistogram("i", HUNDRED, 2),
                        new Statistic.ValueHistogram("word")),
                90,
                1e-6);

        Release release = PrivateAggregation.of(rows, query, SeededBits.of(1)).release();

        // By the closed forms of the data: of 'a' ids divisible by 4, of which none ends with 9.
        assertThat(value(release, "a", "count", "")).isEqualTo(250);
        assertThat(value(release, "b", "count", "")).isEqualTo(750);
        assertThat(value(release, "a", "sum(x)", "")).isCloseTo(250 * 48, within(100.0));
        assertThat(value(release, "a", "mean(x)", "")).isCloseTo(48, within(0.5));
        assertThat(value(release, "b", "mean(x)", "")).isCloseTo((900 * 49 - 250 * 48) / 650.0, within(0.5));
        assertThat(value(release, "a", "quantile(i)", "0.5")).isBetween(44.0, 52.0);
        assertThat(value(release, "a", "histogram(i)", "[0, 50)")).isEqualTo(130);
        assertThat(value(release, "a", "histogram(i)", "[50, 100]")).isEqualTo(120);
        assertThat(value(release, "a", "histogram(word)", "even")).isEqualTo(250);
        assertThat(value(release, "b", "histogram(word)", "")).isCloseTo(499, within(1.0));
        assertThat(release.figures()).noneMatch(figure -> figure.part().equals(Optional.of("rare")));
        assertThat(value(release, "none", "count", "")).isZero();
        assertThat(release.figures().stream()
                        .map(figure -> figure.group().get(0).orElseThrow())
                        .distinct())
                .containsExactly("b", "a", "none");
        assertThat(release.table(spark).columns()).containsExactly("part", "statistic", "part", "value", "low", "high");
    }

    @Test
    void namesNoGroupOfAFewAndEveryGroupOfMany() {
        Dataset<Row> rows =
                spark.range(1010).selectExpr("if(id < 10, concat('rare', id), if(id % 2 = 0, null, 'b')) as g");
        PrivateQuery query = new PrivateQuery(
                GroupBy.selected(List.of("g")), Contribution.ofRows(), List.of(new Statistic.Count()), 2, 1e-9);

        Release release = PrivateAggregation.of(rows, query, SeededBits.of(1)).release();

        assertThat(release.figures())
                .extracting(Figure::group)
                .containsExactly(List.of(Optional.of("b")), List.of(Optional.empty()));
        assertThat(release.figures()).allSatisfy(figure -> {
            assertThat(figure.value()).isCloseTo(500, within(15.0));
            assertThat(figure.interval().high() - figure.value()).isEqualTo(3);
        });
    }

    @Test
    void estimatesBoundsAndLeavesMissingValuesOut() {
        Dataset<Row> rows = spark.range(4000)
                .selectExpr("if(id % 4 = 0, double('NaN'), if(id % 4 = 1, null, 20.0 + id % 60)) as age");
        PrivateQuery query = new PrivateQuery(
                GroupBy.nothing(), Contribution.ofRows(), List.of(new Statistic.Mean("age", Optional.empty())), 20, 0);

        Release release = PrivateAggregation.of(rows, query, SeededBits.of(2)).release();

        assertThat(release.estimatedBounds()).isEqualTo(Map.of("age", new Bounds(16, 128)));
        // Of ids that leave 2 or 3 by 4, modulo 60: 2, 3, 6, 7, …, 58, 59, of which the mean is 30.5.
        assertThat(release.figures().get(0).value()).isCloseTo(50.5, within(0.8));
        assertThat(query.deltaSpent()).isZero();
    }

    @Test
    void sharesTheBudgetSoThatThePartsNeverExceedIt() {
        PrivateQuery query = new PrivateQuery(
                GroupBy.selected(List.of("clinic")),
                Contribution.ofRows(),
                List.of(
                        new Statistic.Count(),
                        new Statistic.Mean("cost", Optional.empty()),
                        new Statistic.Sum("cost", Optional.empty()),
                        new Statistic.ValueHistogram("clinic")),
                1,
                1e-6);

        assertThat(query.shares())
                .extracting(share -> share.purpose())
                .containsExactly(
                        "groups",
                        "bounds of cost",
                        "count",
                        "mean(cost)",
                        "sum(cost)",
                        "values of histogram(clinic)",
                        "histogram(clinic)");
        assertThat(query.shares().stream().mapToDouble(share -> share.epsilon()).sum())
                .isCloseTo(1, within(1e-12))
                .isLessThanOrEqualTo(1);
        assertThat(query.shares().stream().mapToDouble(share -> share.delta()).sum())
                .isCloseTo(1e-6, within(1e-12))
                .isLessThanOrEqualTo(1e-6);
    }

    @Test
    void refusesBeforeAnyRowIsRead() {
        assertRefused(new Statistic.Sum("cots", HUNDRED), GroupBy.nothing(), 1, "no such column. Did you mean 'cost'?");
        assertRefused(new Statistic.Mean("clinic", HUNDRED), GroupBy.nothing(), 1, "holds string, no numbers");
        assertRefused(
                new Statistic.Count(), GroupBy.selected(List.of("patient")), 1, "Cannot group by column 'patient'");
        assertRefused(
                new Statistic.Count(), GroupBy.nothing(), 0, "Cannot release statistics: epsilon is 0.0 and delta");
        assertThatThrownBy(() -> new Contribution(Optional.empty(), 2, 1))
                .hasMessage("Cannot bound the groups and rows of a person: no column tells people apart. Name it with"
                        + " --person, or leave --max-groups and --max-rows out.");
        assertThatThrownBy(() -> new Contribution(Optional.of("p"), 1, 0)).hasMessageContaining("at most 0 rows");
        assertThatThrownBy(() -> new Bounds(2, 2))
                .hasMessageContaining("Cannot clamp values to the bounds 2.0 and 2.0");
        assertThatThrownBy(() -> new Statistic.Quantiles("x", HUNDRED, List.of(50.0)))
                .hasMessageContaining("quantiles lie between 0 and 1; the median is 0.5");
        assertThatThrownBy(() -> new Statistic.NumberHistogram("x", HUNDRED, 0)).hasMessageContaining("in 0 ranges");
        assertThatThrownBy(() -> GroupBy.listed(List.of("a"), Map.of("b", List.of("1"))))
                .hasMessageContaining("rows are not grouped by it");
        assertThatThrownBy(() -> GroupBy.listed(List.of("a"), Map.of()))
                .hasMessageContaining("column 'a' has no values listed");
        assertThatThrownBy(() -> query(GroupBy.nothing(), List.of(), 1)).hasMessageContaining("none are asked for");
        assertThatThrownBy(() -> query(GroupBy.nothing(), List.of(new Statistic.Count(), new Statistic.Count()), 1))
                .hasMessageContaining("Cannot release count twice");
    }

    private void assertRefused(Statistic statistic, GroupBy groups, double epsilon, String message) {
        assertThatThrownBy(() -> PrivateAggregation.of(visits(), query(groups, List.of(statistic), epsilon)))
                .hasMessageContaining(message);
    }

    private static PrivateQuery query(GroupBy groups, List<Statistic> statistics, double epsilon) {
        return new PrivateQuery(groups, new Contribution(Optional.of("patient"), 1, 1), statistics, epsilon, 1e-6);
    }

    private static double value(Release release, String group, String statistic, String part) {
        return release.figures().stream()
                .filter(figure -> figure.group().equals(List.of(Optional.of(group)))
                        && figure.statistic().equals(statistic)
                        && figure.part().orElse("").equals(part))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
