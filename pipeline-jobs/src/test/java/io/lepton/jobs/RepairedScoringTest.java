package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.config.Mitigate.Constraint;
import io.lepton.config.Mitigate.Method;
import io.lepton.explain.Importance;
import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.fairness.preprocessing.FairFeatures;
import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.FittedFeatures;
import io.lepton.features.InputProfile;
import io.lepton.features.TransformMethod;
import io.lepton.jobs.mitigation.Attempt;
import io.lepton.jobs.mitigation.FeatureRepairs;
import io.lepton.jobs.mitigation.repaired.RepairedModel;
import io.lepton.testing.LocalSpark;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Models of repaired features: in blocks and by the stages of Spark ML, and what drives them. */
@ExtendWith(LocalSpark.class)
class RepairedScoringTest {
    private static final GroupNaming BY_AGE = new GroupNaming("age", List.of(35.0, 50.0));
    private static final GroupNaming BY_SEX = new GroupNaming("sex", List.of());
    private static final List<String> KEYS = List.of("person");
    private static final LabelCodec LABEL = new LabelCodec("two", TaskType.BINARY, List.of("0", "1"));

    private static SparkSession spark;
    private static Dataset<Row> people;
    private static FittedFeatures features;

    @TempDir
    private static Path folder;

    /** Rows of a table, whose columns are read in batches; some tell no income, and a few no sex. */
    @BeforeAll
    static void write(SparkSession session) {
        spark = session;
        String path = folder.resolve("people").toString();
        spark.range(0, 900, 1, 2)
                .selectExpr(
                        "id as person",
                        "pmod(xxhash64(7, id), 60) + 20 as age",
                        "if(pmod(xxhash64(8, id), 100) = 0, null, if(pmod(xxhash64(9, id), 3) = 0, 'f', 'm')) as sex",
                        "pmod(xxhash64(id), 1000) / 1000D as u",
                        "pmod(xxhash64(11, id), 100) as place")
                .selectExpr(
                        "*",
                        "if(place < 10, null, 20 * u + if(sex = 'm', 12, 0) + age / 4D) as income",
                        "concat('w', pmod(place, 3)) as work")
                .withColumn("two", col("u").multiply(60).plus(col("age")).gt(70).cast("int"))
                .write()
                .parquet(path);
        people = spark.read().parquet(path).where("place < 95");
        features = new FeaturePlan(List.of(
                        new ColumnTransform("age", TransformMethod.STANDARDIZE, 2, 1),
                        new ColumnTransform("sex", TransformMethod.ONE_HOT, 2, 4),
                        new ColumnTransform("work", TransformMethod.ONE_HOT, 2, 4),
                        new ColumnTransform("income", TransformMethod.STANDARDIZE, 2, 1)))
                .fit(people);
    }

    @Test
    void treesScoreRepairedRanksInBlocksAsTheStagesDo() throws IOException {
        assertScoredAsByStages(
                BY_AGE,
                new Attempt(Method.DISPARATE_IMPACT_REMOVER, Constraint.DEMOGRAPHIC_PARITY, .8),
                Trees.xgboost(TaskType.BINARY, new XgBoostSettings(6, 3, 0.3, 1, 1, 1, 1)));
    }

    @Test
    void aLinearModelScoresRepairedMeansInBlocksAsTheStagesDo() throws IOException {
        assertScoredAsByStages(
                BY_SEX,
                new Attempt(Method.CORRELATION_REMOVER, Constraint.DEMOGRAPHIC_PARITY, 1),
                Linear.of(TaskType.BINARY, new LinearSettings(8, 0.01, 0)));
    }

    private static void assertScoredAsByStages(GroupNaming naming, Attempt attempt, Estimator<?> learner)
            throws IOException {
        Dataset<Row> table = LABEL.encode(features.transform(people))
                .withColumn("weight", lit(1.0))
                .withColumn("split", lit("test"))
                .withColumn(MitigatedModel.GROUP, naming.of(people))
                .cache();
        Dataset<Row> training = ModelBundle.withVectors(table);
        FairFeatures repair = new FeatureRepairs(naming, features).fit(attempt, training);
        RepairedModel repaired = new RepairedModel(repair, (Transformer) learner.fit(repair.transform(training)));
        String path = folder.resolve(attempt.method().name()).toString();
        bundle(repaired.stages()).save(spark, path);
        ModelBundle bundle = ModelBundle.load(spark, path);

        assertThat(bundle.protectedAttribute()).contains(naming.attribute());
        assertThat(bundle.decides()).isFalse();
        List<Row> expected = told(bundle.predictByStages(people));
        assertThat(BlockScoring.predict(bundle, people, KEYS, ScoreNames.USUAL, List.of(), Optional.empty()))
                .isPresent();
        assertSame(told(bundle.predict(people, KEYS, ScoreNames.USUAL.withRawScore("raw"), List.of())), expected);
        assertSame(told(bundle.predict(people.coalesce(1).localCheckpoint())), expected);
        assertDriven(repaired, table);
        assertThatThrownBy(() -> new BundleCompression(.01).of(bundle, table))
                .hasMessageContaining("sees features that are repaired by the group of each row");
        table.unpersist();
    }

    /** What drives the scores is what a person is like, repaired by the person's group; and the group itself. */
    private static void assertDriven(RepairedModel repaired, Dataset<Row> table) {
        long rows = table.count();
        ModelMeasurement measurement = new ModelMeasurement(table, KEYS, rows, rows, TaskType.BINARY);
        Transformer model = repaired.stages();
        int width = features.featureNames().size();

        ModelMeasurement.Found found = measurement.of(List.of(repaired.model(), model), width);
        List<Importance> drivers = measurement.drivers(model, found.sample(), features, "auc", 3);

        double byStages = measurement
                .whereTheyAre(List.of(model))
                .get(0)
                .quality()
                .metrics()
                .get("auc");
        assertThat(found.models().get(1).quality().metrics().get("auc")).isCloseTo(byStages, within(1e-6));
        assertThat(found.models().get(0).quality().metrics().get("auc"))
                .as("of features that are not repaired")
                .isNotCloseTo(byStages, within(1e-6));
        assertThat(found.sample().features().width()).isEqualTo(width + 1);
        assertThat(drivers).extracting(Importance::column).containsExactlyInAnyOrder("age", "sex", "work", "income");
        assertThat(drivers.stream().mapToDouble(Importance::drop).max().orElseThrow())
                .isGreaterThan(.02);
    }

    private static ModelBundle bundle(PipelineModel model) {
        return new ModelBundle(
                features, InputProfile.unknown(), new PipelineModel("b", new Transformer[] {model}), LABEL);
    }

    private static void assertSame(List<Row> scored, List<Row> expected) {
        assertThat(scored).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(scored.get(i).get(0)).isEqualTo(expected.get(i).get(0));
            assertThat(scored.get(i).getDouble(1)).isCloseTo(expected.get(i).getDouble(1), within(1e-6));
            assertThat(scored.get(i).get(2)).isEqualTo(expected.get(i).get(2));
        }
    }

    private static List<Row> told(Dataset<Row> scored) {
        return scored.orderBy("person").select("person", "score", "prediction").collectAsList();
    }
}
