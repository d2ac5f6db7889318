package io.lepton.features;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.MinMaxScaler;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.QuantileDiscretizer;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the plan fits, against Spark ML's own estimators and by hand. */
@ExtendWith(LocalSpark.class)
class FeaturePlanTest {
    private final SparkSession spark;

    FeaturePlanTest(SparkSession spark) {
        this.spark = spark;
    }

    @Test
    void standardizesAsSparksStandardScaler() {
        Dataset<Row> rows = numbers();

        Dataset<Row> expected = new StandardScaler()
                .setInputCol("v")
                .setOutputCol("expected")
                .setWithMean(true)
                .setWithStd(true)
                .fit(vectors(rows))
                .transform(vectors(rows));

        assertSame(rows, TransformMethod.STANDARDIZE, expected);
    }

    @Test
    void normalizesAsSparksMinMaxScaler() {
        Dataset<Row> rows = numbers();

        Dataset<Row> expected = new MinMaxScaler()
                .setInputCol("v")
                .setOutputCol("expected")
                .fit(vectors(rows))
                .transform(vectors(rows));

        assertSame(rows, TransformMethod.NORMALIZE, expected);
    }

    @Test
    void bucketsAsSparksQuantileDiscretizer() {
        Dataset<Row> rows = numbers();
        Bucketizer expected = new QuantileDiscretizer()
                .setInputCol("x")
                .setOutputCol("expected")
                .setNumBuckets(4)
                .setRelativeError(0)
                .fit(rows);

        Dataset<Row> found = fit(rows, "x", TransformMethod.BUCKET, 4, 1).transform(expected.transform(rows));

        assertThat(found.select("expected").distinct().count()).isEqualTo(4);
        assertThat(found.where("features[0] <> expected").count()).isZero();
    }

    @Test
    void encodesCategoriesAsSparksStringIndexerAndOneHotEncoder() {
        Dataset<Row> rows = spark.sql(
                "select explode(array('b', 'a', 'c', 'b', 'c', 'b', 'ü')) as x union all select cast(null as string)");
        Dataset<Row> known = rows.where("x is not null");
        Dataset<Row> expected = new Pipeline()
                .setStages(new PipelineStage[] {
                    new StringIndexer().setInputCol("x").setOutputCol("index"),
                    new OneHotEncoder().setInputCol("index").setOutputCol("v").setDropLast(false)
                })
                .fit(known)
                .transform(known)
                .withColumn("expected", vector_to_array(col("v"), "float32"));

        FittedFeatures fitted = fit(rows, "x", TransformMethod.ONE_HOT, 2, 1);

        assertThat(fitted.featureNames()).containsExactly("x=b", "x=c", "x=a", "x=ü");
        assertThat(fitted.transform(expected).where("features <> expected").count())
                .isZero();
        assertThat(features(fitted, spark.sql("select 'never seen' as x"))).containsExactly(0, 0, 0, 0);
        assertThat(features(fitted, spark.sql("select cast(null as string) as x")))
                .containsExactly(0, 0, 0, 0);
    }

    @Test
    void weighsWordsAsSparksIdf() {
        Dataset<Row> rows = spark.sql("select explode(array("
                + "'The lake, the LAKE; a river', 'a river runs', 'é 42 lake', '')) as x union all select null as x");
        // As many features as keep the few words apart, so that words can be compared one by one.
        int size = 4096;
        String[] words = {"the", "lake", "a", "river", "runs", "é", "42"};
        Dataset<Row> tokens = new RegexTokenizer()
                .setInputCol("text")
                .setOutputCol("words")
                .setPattern("[^\\p{L}\\p{N}]+")
                .transform(rows.selectExpr("coalesce(x, '') as text", "x"));
        Dataset<Row> counts = new CountVectorizerModel(words)
                .setInputCol("words")
                .setOutputCol("counts")
                .transform(tokens);
        List<Row> expected = new IDF()
                .setInputCol("counts")
                .setOutputCol("v")
                .fit(counts)
                .transform(counts)
                .select(vector_to_array(col("v"), "float64"), col("x"))
                .collectAsList();

        FittedFeatures fitted = fit(rows, "x", TransformMethod.TF_IDF, 2, size);

        for (Row row : expected) {
            float[] found = features(
                    fitted,
                    spark.createDataFrame(
                            List.of(org.apache.spark.sql.RowFactory.create(row.getString(1))), rows.schema()));
            List<Double> weights = row.getList(0);
            double sum = 0;
            for (int i = 0; i < words.length; i++) {
                assertThat((double) found[ColumnEncoder.bucketOf(words[i], size)])
                        .as(words[i])
                        .isCloseTo(weights.get(i), within(1e-6));
                sum += weights.get(i);
            }
            double all = 0;
            for (float weight : found) {
                all += weight;
            }
            assertThat(all).isCloseTo(sum, within(1e-5));
        }
    }

    @Test
    void choosesByTypeAndValuesWhereNothingIsDeclared() {
        Dataset<Row> rows = spark.sql("select cast(id as int) as whole, id / 3 as part, id % 2 = 0 as flag, "
                + "concat('g', id % 3) as few, concat('n', id) as many, date_add(date'2024-01-01', cast(id as int)) as day, "
                + "timestamp_seconds(id) as time, cast(id as decimal(10, 2)) as money, "
                + "if(id < 50, concat('[', id, ', ', id + 5, ']'), '*') as ranges, "
                + "if(id < 50, '[2024-01-01, 2024-01-03] or missing', '2024-02-01') as days, cast(null as string) as nothing "
                + "from range(100)");
        List<ColumnTransform> transforms = new ArrayList<>();
        for (String column : rows.columns()) {
            transforms.add(new ColumnTransform(column, TransformMethod.AUTO, 10, 4));
        }

        List<String> names = new FeaturePlan(transforms).fit(rows).featureNames();

        assertThat(names)
                .containsExactly(
                        "whole",
                        "part",
                        "flag",
                        "few=g0",
                        "few=g1",
                        "few=g2",
                        "many.hash0",
                        "many.hash1",
                        "many.hash2",
                        "many.hash3",
                        "day.year",
                        "day.month",
                        "day.day-of-week",
                        "day.days",
                        "time.year",
                        "time.month",
                        "time.day-of-week",
                        "time.days",
                        "money",
                        "ranges",
                        "days.year",
                        "days.month",
                        "days.day-of-week",
                        "days.days");
    }

    @Test
    void takesDatesApart() {
        Dataset<Row> rows = spark.sql(
                "select date'2024-02-29' as d, timestamp'2024-02-29 23:59:59' as t, '[2024-02-28, 2024-03-01]' as r");

        float[] found = features(
                new FeaturePlan(List.of(
                                transform("d", TransformMethod.DATE_PARTS),
                                transform("t", TransformMethod.DATE_PARTS),
                                transform("r", TransformMethod.DATE_PARTS)))
                        .fit(rows),
                rows);

        assertThat(found).containsExactly(2024, 2, 4, 19782, 2024, 2, 4, 19782, 2024, 2, 4, 19782);
    }

    @Test
    void givesMissingNumbersNanAndLeavesThemOutOfWhatIsFitted() {
        Dataset<Row> rows = spark.sql("select explode(array(1d, 3d, null, double('NaN'), double('Infinity'))) as x");

        FittedFeatures fitted = new FeaturePlan(List.of(
                        transform("x", TransformMethod.STANDARDIZE),
                        transform("x", TransformMethod.BUCKET),
                        transform("x", TransformMethod.PASS)))
                .fit(rows);

        assertThat(features(fitted, spark.sql("select 2d as x"))).containsExactly(0, 1, 2);
        for (String missing : List.of("cast(null as double)", "double('NaN')", "double('-Infinity')")) {
            assertThat(features(fitted, spark.sql("select " + missing + " as x")))
                    .containsExactly(Float.NaN, Float.NaN, Float.NaN);
        }
    }

    @Test
    void readsProtectedAndUnprotectedRowsWithOneFit() {
        Dataset<Row> rows = spark.sql("select * from values ('[20, 30)', 'a', 'x'), ('[30, 40)', '{a, b}', '{x, y}'), "
                + "('*', '{\"a, b\", c} or missing', 'x'), ('25', '{\"q\\\\\\\"\", b}', 'y') as t(age, job, town)");
        FittedFeatures fitted = new FeaturePlan(List.of(
                        transform("age", TransformMethod.AUTO),
                        transform("job", TransformMethod.AUTO),
                        new ColumnTransform("town", TransformMethod.HASH, 2, 64)))
                .fit(rows);

        assertThat(fitted.featureNames().subList(0, 6))
                .containsExactly("age", "job=a", "job=b", "job=q\"", "job=a, b", "job=c");
        float[] whole = features(fitted, spark.sql("select '27' as age, 'b' as job, 'y' as town"));
        float[] shared = features(
                fitted,
                spark.sql("select '[20, 40] or missing' as age, '{\"a, b\", c} or missing' as job, '{x, y}' as town"));
        assertThat(whole).startsWith(27, 0, 1, 0, 0, 0);
        assertThat(shared).startsWith(30, 0, 0, 0, 1f / 3, 1f / 3);
        // Hashed sets count for their members, as one-hot ones do.
        int x = 6 + ColumnEncoder.bucketOf("x", 64);
        int y = 6 + ColumnEncoder.bucketOf("y", 64);
        assertThat(whole[y]).isEqualTo(1);
        assertThat(new float[] {shared[x], shared[y]}).containsExactly(0.5f, 0.5f);
    }

    @Test
    void encodesValuesOfEveryTypeAsItFittedThem() {
        Dataset<Row> rows = spark.sql("select timestamp'2024-01-01 10:00:00' as t, 1e20 as d, "
                + "cast(1 as decimal(20, 10)) as m, true as b, date'2024-01-01' as day");
        List<ColumnTransform> transforms = new ArrayList<>();
        for (String column : rows.columns()) {
            transforms.add(transform(column, TransformMethod.ONE_HOT));
        }

        assertThat(features(new FeaturePlan(transforms).fit(rows), rows)).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void refusesWhatNoTransformationTakes() {
        Dataset<Row> rows = spark.sql("select 'abc' as text, date'2024-01-01' as day, array(1) as list, 1 as n");

        assertRefused(
                rows,
                transform("text", TransformMethod.STANDARDIZE),
                "Cannot standardize 'text': none of its values is a number");
        assertRefused(rows, transform("text", TransformMethod.PASS), "Cannot pass 'text'");
        assertRefused(
                rows, transform("day", TransformMethod.BUCKET), "Cannot bucket 'day': it holds date. Use date-parts.");
        assertRefused(rows, transform("list", TransformMethod.AUTO), "Exclude it under features.exclude");
        assertRefused(rows, transform("n", TransformMethod.DATE_PARTS), "Cannot take date parts of 'n': it holds int");
        assertRefused(rows, transform("nobody", TransformMethod.AUTO), "the table has no such column");
        assertThatThrownBy(() -> new ColumnTransform("n", TransformMethod.BUCKET, 1, 1))
                .hasMessageContaining("2 or more");
        assertThatThrownBy(() -> new ColumnTransform("n", TransformMethod.HASH, 1, 0))
                .hasMessageContaining("1 or more");
        assertThatThrownBy(() -> new FeaturePlan(List.of()).fit(rows)).hasMessageContaining("every column is a key");
    }

    @Test
    void keepsTwoTransformationsOfOneColumnApart() {
        Dataset<Row> rows = spark.range(1, 101).toDF("x");

        FittedFeatures fitted = new FeaturePlan(List.of(
                        new ColumnTransform("x", TransformMethod.BUCKET, 10, 1),
                        new ColumnTransform("x", TransformMethod.BUCKET, 2, 1)))
                .fit(rows);

        assertThat(features(fitted, spark.sql("select 100L as x"))).containsExactly(9, 1);
    }

    private Dataset<Row> numbers() {
        return spark.sql("select id, cast(pow(id - 13, 3) / 7 as double) as x from range(200)")
                .drop("id");
    }

    private static Dataset<Row> vectors(Dataset<Row> rows) {
        return new VectorAssembler()
                .setInputCols(new String[] {"x"})
                .setOutputCol("v")
                .transform(rows);
    }

    private void assertSame(Dataset<Row> rows, TransformMethod method, Dataset<Row> expected) {
        Dataset<Row> found = fit(rows, "x", method, 2, 1)
                .transform(expected)
                .withColumn("e", vector_to_array(col("expected"), "float64").getItem(0));

        assertThat(found.count()).isEqualTo(rows.count());
        assertThat(found.where("abs(features[0] - e) > 1e-6 * greatest(1, abs(e))")
                        .count())
                .isZero();
    }

    private void assertRefused(Dataset<Row> rows, ColumnTransform transform, String words) {
        assertThatThrownBy(() -> new FeaturePlan(List.of(transform)).fit(rows))
                .isInstanceOf(FeatureException.class)
                .hasMessageContaining(words);
    }

    private static FittedFeatures fit(Dataset<Row> rows, String column, TransformMethod method, int bins, int size) {
        return new FeaturePlan(List.of(new ColumnTransform(column, method, bins, size))).fit(rows);
    }

    private static ColumnTransform transform(String column, TransformMethod method) {
        return new ColumnTransform(column, method, 2, 8);
    }

    static float[] features(FittedFeatures fitted, Dataset<Row> oneRow) {
        List<Float> features =
                fitted.transform(oneRow).select("features").head().getList(0);
        float[] numbers = new float[features.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = features.get(i);
        }
        return numbers;
    }
}
