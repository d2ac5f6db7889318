package io.lepton.jobs.mitigation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.crc32;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.config.Mitigate.Constraint;
import io.lepton.config.Mitigate.Method;
import io.lepton.config.PipelineText;
import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.fairness.postprocessing.DrawnDecision;
import io.lepton.fairness.reductions.BiasedRows;
import io.lepton.fairness.reductions.ExponentiatedGradient;
import io.lepton.fairness.reductions.Moment;
import io.lepton.fairness.reductions.RandomizedModel;
import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.FittedFeatures;
import io.lepton.features.TransformMethod;
import io.lepton.inference.FeatureBlock;
import io.lepton.inference.ScoringModel;
import io.lepton.testing.LocalSpark;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Methods that act after training, around a linear model of rows of which one group is favoured. */
@ExtendWith(LocalSpark.class)
class MitigatorTest {
    private static final GroupNaming NAMING = new GroupNaming("sex", List.of());
    private static final Estimator<?> LEARNER = Linear.of(TaskType.BINARY, new LinearSettings(5, 0.0001, 0));

    private static Dataset<Row> rows;
    private static Transformer model;
    private static RandomizedModel randomized;

    @TempDir
    private Path folder;

    @BeforeAll
    static void fit(SparkSession spark) {
        rows = BiasedRows.of(spark, 600, 3)
                .withColumnRenamed("the.key", "id")
                .withColumnRenamed("the group", "sex")
                .drop("amount")
                .withColumn(MitigatedModel.GROUP, col("sex"))
                .cache();
        model = (Transformer) LEARNER.fit(rows);
        randomized = new ExponentiatedGradient(LEARNER)
                .setConstraint(Moment.DEMOGRAPHIC_PARITY)
                .setBound(.02)
                .setGroupCol("sex")
                .setMaxRounds(3)
                .fit(rows.drop(MitigatedModel.GROUP))
                .setDecision("deterministic")
                .setExpectedDecisionCol(MitigatedModel.EXPECTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"THRESHOLD_OPTIMIZER", "REJECT_OPTION", "CALIBRATED_ODDS", "EQUAL_OPPORTUNITY_TRANSFORM"})
    void whatThePipelineFileKnowsOfAMethodIsTrue(Method method) throws IOException {
        Attempt attempt = new Attempt(method, method.constraints().iterator().next(), 0.1);

        MitigatedModel mitigated = mitigator().repaired(attempt, model, model.transform(rows));

        assertThat(mitigated.needsProtectedAttribute()).isEqualTo(method.needsAttributeAtScoring());
        assertThat(mitigated.decides()).isEqualTo(method.decides());
        assertThat(mitigated.inputs()).containsExactly("id", "sex");
        String path = folder.resolve("model").toString();
        new PipelineModel("p", List.of(mitigated)).write().save(path);
        Dataset<Row> unseen = rows.drop(MitigatedModel.GROUP, "label", "weight");
        assertThat(judged(PipelineModel.load(path), unseen))
                .as("saved, loaded, and told the attribute in the place of the group")
                .isEqualTo(judged(mitigated, rows));
    }

    @Test
    void thresholdsMakeGroupsAlikeAndLeaveTheScoreAsItIs() {
        Attempt attempt = new Attempt(Method.THRESHOLD_OPTIMIZER, Constraint.DEMOGRAPHIC_PARITY, 0);
        FairnessMeasure measure = new FairnessMeasure(
                "sex", Constraint.DEMOGRAPHIC_PARITY, new AuditInput.Judgement(1, 1, 1), Optional.empty());

        MitigatedModel mitigated = mitigator().repaired(attempt, model, model.transform(rows));

        assertThat(measure.of(model.transform(rows)).unfairness()).isGreaterThan(.3);
        assertThat(measure.of(mitigated.transform(rows)).unfairness()).isLessThan(.1);
        assertThat(judged(mitigated, rows).stream().map(MitigatorTest::score).toList())
                .isEqualTo(
                        judged(model, rows).stream().map(MitigatorTest::score).toList());
    }

    @Test
    void aRandomizedModelDecidesByLotAndKeepsItsWordWhenItIsLoaded() throws IOException {
        DrawnDecision decision = new DrawnDecision()
                .setScoreCol(MitigatedModel.EXPECTED)
                .setPredictionCol(MitigatedModel.DECISION)
                .setKeyCols("id");
        MitigatedModel mitigated = new MitigatedModel(randomized, decision, NAMING, List.of("id"));
        String path = folder.resolve("model").toString();
        mitigated.write().save(path);

        List<Row> judged = judged(mitigated, rows);

        assertThat(judged(MitigatedModel.load(path), rows.drop(MitigatedModel.GROUP, "sex")))
                .isEqualTo(judged);
        assertThat(mitigated.decides()).isEqualTo(Method.EXPONENTIATED_GRADIENT.decides());
        assertThat(mitigated.needsProtectedAttribute()).isFalse();
        List<Double> decisions = randomized.transform(rows).select(MitigatedModel.EXPECTED).collectAsList().stream()
                .map(row -> row.getDouble(0))
                .toList();
        double expected = decisions.stream().mapToDouble(p -> p).sum();
        double variance = decisions.stream().mapToDouble(p -> p * (1 - p)).sum();
        assertThat(judged.stream().map(MitigatorTest::score).distinct().count())
                .as("the score ranks, and is no decision")
                .isGreaterThan(500);
        assertThat(judged.stream().mapToDouble(row -> row.getDouble(2)).sum())
                .as("four standard deviations")
                .isCloseTo(expected, within(4 * Math.sqrt(variance) + 1e-9));
    }

    @Test
    void aRandomizedModelIsScoredInBlocksAsByItsMembers() {
        ScoringModel blocks = BlockModels.besideRaw(new PipelineModel("p", List.of(randomized)))
                .orElseThrow();

        assertThat(randomized.models().size()).isGreaterThan(1);
        List<Row> expected = randomized.transform(rows.limit(64)).collectAsList();
        float[] matrix = new float[64 * blocks.features()];
        for (int i = 0; i < 64; i++) {
            Vector features = expected.get(i).getAs("features");
            for (int f = 0; f < blocks.features(); f++) {
                matrix[i * blocks.features() + f] = (float) features.apply(f);
            }
        }
        FeatureBlock block = new FeatureBlock(blocks.features());
        block.copyRows(matrix, 0, 64);
        double[] predictions = new double[4 * FeatureBlock.ROWS];
        blocks.scorer().predict(block, predictions);
        for (int i = 0; i < 64; i++) {
            Row row = expected.get(i);
            assertThat(predictions[4 * i + 1]).isCloseTo(score(row), within(1e-6));
            assertThat(predictions[4 * i + 3]).isCloseTo(row.<Double>getAs(MitigatedModel.EXPECTED), within(1e-6));
        }
    }

    @Test
    void searchesAGridThatGrowsWithTheGroups() {
        Attempt attempt = new Attempt(Method.GRID_SEARCH, Constraint.EQUALIZED_ODDS, 0);
        Dataset<Row> ofFour = inGroups(4);
        FairnessMeasure measure = new FairnessMeasure(
                MitigatedModel.GROUP, Constraint.EQUALIZED_ODDS, new AuditInput.Judgement(1, 1, 1), Optional.empty());

        Transformer fair = mitigator().trained(attempt, LEARNER, ofFour);

        assertThat(measure.of(model.transform(ofFour)).unfairness()).isGreaterThan(.3);
        assertThat(measure.of(fair.transform(ofFour)).unfairness()).isLessThan(.2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"EXPONENTIATED_GRADIENT", "GRID_SEARCH"})
    void errorsAreMadeAsOftenInOneGroupAsInTheOther(Method method) {
        FairnessMeasure measure = new FairnessMeasure(
                "sex", Constraint.ERROR_PARITY, new AuditInput.Judgement(1, 1, 1), Optional.empty());

        Dataset<Row> noisy = rows.withColumn(
                "label",
                when(col("sex").equalTo("f").and(pmod(crc32(col("id")), lit(3)).equalTo(0)), lit(1).minus(col("label")))
                        .otherwise(col("label")));

        Transformer fair = mitigator().trained(new Attempt(method, Constraint.ERROR_PARITY, .05), LEARNER, noisy);

        double before =
                measure.of(((Transformer) LEARNER.fit(noisy)).transform(noisy)).unfairness();
        assertThat(before).isGreaterThan(.1);
        // One linear model of a grid can do little about it, a mixture much.
        assertThat(measure.of(fair.transform(noisy)).unfairness())
                .isLessThan(method == Method.EXPONENTIATED_GRADIENT ? before / 2 : before);
    }

    @Test
    void autoTriesWhatAMethodCanBringAboutWhereItCannotDoWhatIsWanted() {
        assertThat(Attempt.all(Constraint.ERROR_PARITY))
                .extracting(attempt -> attempt.method() + " " + attempt.constraint())
                .contains(
                        "THRESHOLD_OPTIMIZER EQUALIZED_ODDS",
                        "REWEIGHING DEMOGRAPHIC_PARITY",
                        "EXPONENTIATED_GRADIENT ERROR_PARITY");
    }

    @Test
    void refusesAGridOfTooManyGroupsBeforeAnythingIsTrained() {
        Attempt attempt = new Attempt(Method.GRID_SEARCH, Constraint.EQUALIZED_ODDS, 0);
        Dataset<Row> untrainable = inGroups(12).drop("features", "label");

        assertThatThrownBy(() -> FairTraining.require(attempt, untrainable))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot mitigate by grid-search: the training rows have 12 groups, whose grid needs 45 fits of the"
                                + " model, and at most 41 are made. Join groups (audit.bins joins ranges of a number), choose a"
                                + " constraint on one rate, or take method: exponentiated-gradient.");
        assertThatCode(() -> FairTraining.require(
                        new Attempt(Method.GRID_SEARCH, Constraint.EQUAL_OPPORTUNITY, 0), untrainable))
                .doesNotThrowAnyException();
    }

    /** Numbers after the sex, by the key: so many groups, an even number. */
    private static Dataset<Row> inGroups(int groups) {
        return rows.withColumn(MitigatedModel.GROUP, concat(col("sex"), pmod(crc32(col("id")), lit(groups / 2))));
    }

    private static double score(Row judged) {
        return judged.<Vector>getAs("probability").apply(1);
    }

    private static Mitigator mitigator() {
        FairTraining unused = new FairTraining(PipelineText.minimal().pipeline().train(), 7);
        FittedFeatures features =
                new FeaturePlan(List.of(new ColumnTransform("sex", TransformMethod.ONE_HOT, 2, 2))).fit(rows);
        return new Mitigator(unused, new FeatureRepairs(NAMING, features), NAMING, List.of("id"), 7);
    }

    private static List<Row> judged(Transformer by, Dataset<Row> of) {
        return by.transform(of)
                .orderBy("id")
                .select("id", "probability", "prediction")
                .collectAsList();
    }
}
