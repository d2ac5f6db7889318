package io.lepton.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class InputCounterTest {
    private final SparkSession spark;

    InputCounterTest(SparkSession spark) {
        this.spark = spark;
    }

    /** @param kinds of the category, and how far numbers go */
    private Dataset<Row> rows(int seed, int kinds) {
        return spark.range(0, 800, 1, 2)
                .selectExpr("id", "pmod(xxhash64(id, " + seed + "), 1000) / 1000 as u")
                .selectExpr(
                        "if(u < 0.1, null, u * " + kinds + " - 2) as number",
                        "if(u > 0.9, double('NaN'), u * " + kinds + ") as ratio",
                        "if(u < 0.2, null, concat('kind ', cast(u * " + kinds + " as int))) as kind",
                        "concat('words ', id % 7) as words",
                        "if(u > 0.6, null, date_add(date'2024-01-01', cast(u * 100 as int))) as day");
    }

    @Test
    void countsWhatSparkCounts() {
        Dataset<Row> training = rows(1, 5);
        FittedFeatures fitted = new FeaturePlan(List.of(
                        new ColumnTransform("number", TransformMethod.STANDARDIZE, 2, 1),
                        new ColumnTransform("ratio", TransformMethod.BUCKET, 4, 1),
                        new ColumnTransform("kind", TransformMethod.ONE_HOT, 2, 1),
                        new ColumnTransform("words", TransformMethod.HASH, 2, 3),
                        new ColumnTransform("day", TransformMethod.DATE_PARTS, 2, 1)))
                .fit(training);
        InputProfile profile = InputProfile.of(fitted, training);
        Dataset<Row> others = rows(2, 9);

        Row usual = training.selectExpr(
                        "min(number)", "max(number)", "avg(if(number is null, 1, 0))", "avg(if(isnan(ratio), 1, 0))")
                .head();
        assertThat(profile.inputs().get(0).range())
                .isEqualTo(Optional.of(new InputProfile.Range(usual.getDouble(0), usual.getDouble(1))));
        assertThat(profile.inputs().get(0).missing()).isCloseTo(usual.getDouble(2), within(1e-12));
        assertThat(profile.inputs().get(1).missing()).isCloseTo(usual.getDouble(3), within(1e-12));
        assertThat(profile.inputs().get(2).range()).isEmpty();

        InputProfile.Range ratios = profile.inputs().get(1).range().orElseThrow();
        Row expected = others.selectExpr(
                        "count(*)",
                        "count_if(number is null)",
                        "count_if(number < " + usual.get(0) + "D)",
                        "count_if(number > " + usual.get(1) + "D)",
                        "count_if(isnan(ratio))",
                        "count_if(ratio < " + ratios.least() + "D)",
                        "count_if(ratio > " + ratios.most() + "D and not isnan(ratio))",
                        "count_if(kind is null)",
                        "count_if(kind in ('kind 5', 'kind 6', 'kind 7', 'kind 8'))",
                        "count_if(day is null)")
                .head();
        assertThat(counted(fitted, profile, others))
                .containsExactly(
                        new InputCounter.Count(
                                "number", 800, expected.getLong(1), expected.getLong(2), expected.getLong(3), 0),
                        new InputCounter.Count(
                                "ratio", 800, expected.getLong(4), expected.getLong(5), expected.getLong(6), 0),
                        new InputCounter.Count("kind", 800, expected.getLong(7), 0, 0, expected.getLong(8)),
                        new InputCounter.Count("words", 800, 0, 0, 0, 0),
                        new InputCounter.Count("day", 800, expected.getLong(9), 0, 0, 0));
        assertThat(expected.getLong(3)).isPositive();
        assertThat(expected.getLong(8)).isPositive();
    }

    @Test
    void countsNothingWhereNothingIsKnown() {
        Dataset<Row> rows = rows(1, 5);
        FittedFeatures fitted =
                new FeaturePlan(List.of(new ColumnTransform("number", TransformMethod.STANDARDIZE, 2, 1))).fit(rows);

        assertThat(counted(fitted, InputProfile.unknown(), rows)).isEmpty();
    }

    /** By two counters, which each see every other row. */
    private static List<InputCounter.Count> counted(FittedFeatures fitted, InputProfile profile, Dataset<Row> rows) {
        Dataset<Row> prepared = rows.select(FeatureWriter.inputs(fitted).toArray(Column[]::new));
        FeatureWriter writer = FeatureWriter.of(fitted, prepared.schema(), 0).orElseThrow();
        InputCounter even = InputCounter.of(fitted, profile, rows.schema());
        InputCounter odd = even.fresh();
        ColumnarBatch batch = InMemory.columns(prepared);
        ColumnVector[] columns =
                IntStream.range(0, batch.numCols()).mapToObj(batch::column).toArray(ColumnVector[]::new);
        FeatureColumns features = new FeatureColumns(new double[400 * writer.features()], 400);
        writer.begin();
        for (int odds = 0; odds <= 1; odds++) {
            int begin = odds;
            int[] places = IntStream.range(0, 400).map(row -> 2 * row + begin).toArray();
            RowRange range = new RowRange(places, 0, places.length);
            writer.write(columns, range, features);
            (odds == 1 ? odd : even).count(columns, range, features);
        }
        even.merge(odd);
        return even.counts();
    }
}
