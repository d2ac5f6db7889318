package io.lepton.features;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.testing.LocalSpark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class RowSplitterTest {
    private static final List<String> KEY = List.of("id");
    private static final Optional<String> LABEL = Optional.of("label");

    private final SparkSession spark = LocalSpark.session();
    private final RowSplitter splitter = new RowSplitter();

    @Test
    void keepsTheProportionsOfEveryLabelExactly() {
        Dataset<Row> rows = spark.sql("select id, case when id < 900 then 'often' when id < 990 then 'rarely' "
                + "when id < 999 then 'hardly' when id = 999 then 'once' else null end as label from range(1010)");

        Dataset<Row> split = splitter.split(rows, KEY, LABEL, plan(SplitMethod.STRATIFIED, 0.3, null, 7));

        Map<String, Long> test = new HashMap<>();
        split.where("split = 'test'")
                .groupBy("label")
                .count()
                .collectAsList()
                .forEach(row -> test.put(row.getString(0), row.getLong(1)));
        Map<String, Long> expected = new HashMap<>(Map.of("often", 270L, "rarely", 27L, "hardly", 3L));
        expected.put(null, 3L);
        assertThat(test).isEqualTo(expected);
        assertThat(split.count()).isEqualTo(1010);
    }

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void holdsOutTheRoundedShareOfEachLabelButLeavesBothSidesOne(
            @ForAll @Size(min = 4, max = 40) List<@IntRange(min = 0, max = 2) Integer> labels,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double fraction) {
        Map<Integer, Long> sizes =
                labels.stream().collect(Collectors.groupingBy(label -> label, Collectors.counting()));
        if (sizes.values().stream().noneMatch(size -> size > 1)) {
            return;
        }

        List<Row> split = splitter.split(labelled(labels), KEY, LABEL, plan(SplitMethod.STRATIFIED, fraction, null, 1))
                .groupBy("label")
                .agg(org.apache.spark.sql.functions.count_if(col("split").equalTo("test")))
                .collectAsList();

        for (Row row : split) {
            long size = sizes.get(row.getInt(0));
            long share = size < 2 ? 0 : Math.min(Math.max(Math.round(size * fraction), 1), size - 1);
            assertThat(row.getLong(1)).as("of " + size).isEqualTo(share);
        }
    }

    @Test
    void holdsOutTheSameRowsWhateverTheOrderAndThePartitioning() {
        Dataset<Row> rows = spark.sql(
                "select id, concat('n', id) as name, id % 3 as label, id % 17 as team, timestamp_seconds(id % 50) as time from range(500)");
        Dataset<Row> shuffled = rows.orderBy(col("id").mod(7), col("id").desc()).repartition(7);

        for (SplitMethod method : SplitMethod.values()) {
            String column = method == SplitMethod.TIME ? "time" : method == SplitMethod.GROUP ? "team" : null;
            SplitPlan plan = plan(method, 0.25, column, 3);

            Set<Long> first = held(rows.coalesce(1), plan);

            assertThat(held(shuffled, plan)).as(method.name()).isEqualTo(first).hasSizeBetween(50, 220);
            if (method != SplitMethod.TIME) {
                assertThat(held(rows, plan(method, 0.25, column, 4)))
                        .as(method.name())
                        .isNotEqualTo(first);
            }
        }
    }

    @Test
    void keepsTheHeldOutRowsWhenOthersAreTakenAway() {
        Dataset<Row> rows = spark.range(2000).selectExpr("id", "0 as label");
        SplitPlan plan = plan(SplitMethod.GROUP, 0.25, "id", 3);

        Set<Long> all = held(rows, plan);
        Set<Long> some = held(rows.where("id % 2 = 0"), plan);

        assertThat(some).isEqualTo(all.stream().filter(id -> id % 2 == 0).collect(Collectors.toSet()));
        assertThat(all.size() / 2000.0).isCloseTo(0.25, within(0.04));
    }

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void trainsOnNothingThatIsLaterThanATestRow(
            @ForAll @Size(min = 4, max = 30) List<@IntRange(min = 0, max = 9) Integer> times,
            @ForAll @DoubleRange(min = 0.1, max = 0.6) double fraction) {
        SplitPlan plan = plan(SplitMethod.TIME, fraction, "label", 1);
        List<Integer> sorted = times.stream().sorted().toList();
        int kept = (int) (times.size() - Math.round(times.size() * fraction));
        if (kept == times.size() || sorted.get(kept).equals(sorted.get(0))) {
            assertThatThrownBy(() -> splitter.split(labelled(times), KEY, Optional.empty(), plan))
                    .isInstanceOf(FeatureException.class);
            return;
        }

        Row bounds = splitter.split(labelled(times), KEY, Optional.empty(), plan)
                .selectExpr(
                        "max(if(split = 'train', label, null))",
                        "min(if(split = 'test', label, null))",
                        "count_if(split = 'test')")
                .head();

        assertThat(bounds.getInt(0)).isLessThan(bounds.getInt(1));
        assertThat(bounds.getLong(2)).isGreaterThanOrEqualTo(Math.round(times.size() * fraction));
    }

    @Test
    void leavesNoGroupOnBothSides() {
        Dataset<Row> rows =
                spark.sql("select id, if(id % 23 = 0, null, concat('family ', id % 23)) as family from range(700)");

        Dataset<Row> split = splitter.split(rows, KEY, Optional.empty(), plan(SplitMethod.GROUP, 0.4, "family", 5));

        assertThat(split.groupBy("family")
                        .agg(org.apache
                                .spark
                                .sql
                                .functions
                                .countDistinct("split")
                                .as("sides"))
                        .where("sides > 1")
                        .count())
                .isZero();
        assertThat(split.where("split = 'test'").count()).isBetween(100L, 450L);
    }

    @Test
    void saysWhyItCannotHoldOutRows() {
        Dataset<Row> rows = spark.sql(
                "select id, id as label, if(id = 3, null, id) as time, 'one' as team, 'x' as split from range(10)");
        Dataset<Row> unsplit = rows.drop("split");

        assertRefused(rows, plan(SplitMethod.RANDOM, 0.5, null, 1), "they have a column 'split' already");
        assertRefused(
                unsplit.limit(1),
                plan(SplitMethod.RANDOM, 0.5, null, 1),
                "Cannot split 1 rows",
                "leaves no row for the test");
        assertRefused(unsplit.limit(0), plan(SplitMethod.RANDOM, 0.5, null, 1), "Cannot split 0 rows");
        assertRefused(unsplit, plan(SplitMethod.STRATIFIED, 0.5, null, 1), "leaves no row for the test");
        assertRefused(unsplit, plan(SplitMethod.TIME, 0.5, "time", 1), "'time' is missing in 1 rows");
        assertRefused(unsplit, plan(SplitMethod.TIME, 0.01, "id", 1), "holds out no row of 10");
        assertRefused(unsplit, plan(SplitMethod.TIME, 0.5, null, 1), "train.split.column");
        assertRefused(unsplit, plan(SplitMethod.GROUP, 0.5, "team", 1), "leaves no row for");
        assertRefused(unsplit, plan(SplitMethod.GROUP, 0.5, "tribe", 1), "the table has no such column");
        assertThatThrownBy(() -> plan(SplitMethod.RANDOM, 1, null, 1)).hasMessageContaining("above 0 and below 1");
    }

    @Test
    void changesNothingThatIsFittedWhenTestRowsChange() {
        Dataset<Row> rows = spark.sql(
                "select id, id / 3 as x, concat('g', id % 5) as g, concat('word', id % 9, ' word') as text, id % 2 as label from range(300)");
        Dataset<Row> split = splitter.split(rows, KEY, LABEL, plan(SplitMethod.STRATIFIED, 0.3, null, 1));
        Dataset<Row> changed = split.selectExpr(
                "id",
                "if(split = 'test', 1e9, x) as x",
                "if(split = 'test', 'new', g) as g",
                "if(split = 'test', 'others', text) as text",
                "label",
                "split");
        FeaturePlan plan = new FeaturePlan(List.of(
                // Not the mean, which depends on the order in which doubles are added.
                new ColumnTransform("x", TransformMethod.NORMALIZE, 2, 1),
                new ColumnTransform("x", TransformMethod.BUCKET, 5, 1),
                new ColumnTransform("g", TransformMethod.ONE_HOT, 2, 1),
                new ColumnTransform("text", TransformMethod.TF_IDF, 2, 32)));

        FittedFeatures fitted = plan.fit(split.where("split = 'train'"));
        FittedFeatures again = plan.fit(changed.where("split = 'train'").repartition(5));

        assertThat(encoders(again)).isEqualTo(encoders(fitted));
        assertThat(encoders(plan.fit(changed))).isNotEqualTo(encoders(fitted));
    }

    private static String encoders(FittedFeatures fitted) {
        FeatureEncoder encoder = (FeatureEncoder) fitted.pipeline().stages()[0];
        return encoder.getOrDefault(encoder.encoders());
    }

    private Dataset<Row> labelled(List<Integer> labels) {
        return spark.createDataset(labels, Encoders.INT())
                .toDF("label")
                .coalesce(1)
                .withColumn("id", org.apache.spark.sql.functions.monotonically_increasing_id());
    }

    private Set<Long> held(Dataset<Row> rows, SplitPlan plan) {
        return splitter.split(rows, KEY, LABEL, plan).where("split = 'test'").select("id").collectAsList().stream()
                .map(row -> row.getLong(0))
                .collect(Collectors.toSet());
    }

    private void assertRefused(Dataset<Row> rows, SplitPlan plan, String... words) {
        assertThatThrownBy(() -> splitter.split(rows, KEY, LABEL, plan))
                .isInstanceOf(FeatureException.class)
                .hasMessageContainingAll(words);
    }

    private static SplitPlan plan(SplitMethod method, double fraction, String column, long seed) {
        return new SplitPlan(method, fraction, Optional.ofNullable(column), seed);
    }
}
