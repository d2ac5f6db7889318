package io.lepton.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.stages.EnsembleModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LocalSpark.class)
class EnsembleTest {

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void ensemblesAreNearlyAsGoodAsTheirBestMemberAndSurviveSaving(
            TaskType task, SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> training = TrainingData.of(spark, task, 600).coalesce(2).cache();
        Dataset<Row> test =
                TrainingData.of(spark, task, 400, 0.1, 8).coalesce(2).cache();
        Map<String, Estimator<?>> members = few(task);
        Map<String, Transformer> fitted = CrossFitting.refit(members, training);
        double best = fitted.values().stream()
                .mapToDouble(model -> error(model, test, task))
                .min()
                .orElseThrow();

        try (CrossFitted outOfFold = CrossFitting.fit(members, task, training, 2, 1L)) {
            for (EnsembleModel model : List.of(
                    VotingEnsemble.of(outOfFold, fitted),
                    StackingEnsemble.of(outOfFold, fitted),
                    GreedyEnsemble.of(outOfFold, fitted, Quality.defaultMetric(task)))) {
                String path = folder.resolve(model.uid()).toString();
                model.save(path);
                Dataset<Row> predictions = model.transform(test);

                assertThat(error(model, test, task)).isLessThan(best * 1.1);
                assertThat(predictions.columns())
                        .startsWith(test.columns())
                        .hasSize(test.columns().length + task.outputColumns().size());
                assertThat(model.transformSchema(test.schema()).fieldNames()).containsExactly(predictions.columns());
                List<String> collected = LearnersTest.collected(predictions, task);
                assertThat(LearnersTest.collected(EnsembleModel.load(path).transform(test), task))
                        .isEqualTo(collected);
                assertThat(LearnersTest.collected(model.copy(ParamMap.empty()).transform(test), task))
                        .isEqualTo(collected);
            }
        }
    }

    @Test
    void votingWeightsAreAProbabilityDistributionThatSilencesAUselessMember(SparkSession spark) {
        Dataset<Row> training =
                TrainingData.of(spark, TaskType.BINARY, 500).coalesce(2).cache();
        Map<String, Estimator<?>> members = new LinkedHashMap<>();
        members.put("good", Trees.xgboost(TaskType.BINARY, LearnersTest.XGBOOST));
        members.put("useless", Linear.of(TaskType.BINARY, new LinearSettings(5, 1000, 0)));

        try (CrossFitted outOfFold = CrossFitting.fit(members, TaskType.BINARY, training, 2, 1L)) {
            double[] weights = VotingEnsemble.of(outOfFold, CrossFitting.refit(members, training))
                    .combination()
                    .coefficients()[0];

            assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
            assertThat(weights[0]).isGreaterThan(0.9);
        }
    }

    /** By its metric no worse than its best member, on the rows that it was chosen by. */
    @ParameterizedTest
    @EnumSource(TaskType.class)
    void greedySelectionIsNoWorseThanTheBestMember(TaskType task, SparkSession spark) {
        Dataset<Row> training = TrainingData.of(spark, task, 500).coalesce(2).cache();
        Map<String, Estimator<?>> members = few(task);
        String metric = task.classifies() ? "log_loss" : "mae";

        try (CrossFitted outOfFold = CrossFitting.fit(members, task, training, 2, 1L)) {
            EnsembleModel greedy = GreedyEnsemble.of(outOfFold, Map.of(), metric);
            double best = outOfFold.qualities().values().stream()
                    .mapToDouble(quality -> quality.primary(metric))
                    .min()
                    .orElseThrow();

            Dataset<Row> joined = greedy.join(outOfFold.scores(), org.apache.spark.sql.functions.col("scores"));
            assertThat(Evaluation.of(joined, task).primary(metric)).isLessThanOrEqualTo(best + 1e-9);
            assertThat(Arrays.stream(greedy.combination().coefficients()[0]).sum())
                    .isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void ensemblesAreJudgedOnRowsThatTheirRuleNeverSaw(SparkSession spark) {
        Dataset<Row> training =
                TrainingData.of(spark, TaskType.BINARY, 400).coalesce(2).cache();
        Map<String, Estimator<?>> members = few(TaskType.BINARY);

        try (CrossFitted outOfFold = CrossFitting.fit(members, TaskType.BINARY, training, 3, 1L)) {
            Map<String, Transformer> fitted = CrossFitting.refit(members, training);
            List<Long> learnedFrom = new java.util.ArrayList<>();
            Dataset<Row> predictions = outOfFold.predictions(others -> {
                learnedFrom.add(others.scores().count());
                return VotingEnsemble.of(others, fitted);
            });

            assertThat(predictions.count()).isEqualTo(400);
            assertThat(learnedFrom).hasSize(3).allMatch(rows -> rows < 400);
            assertThat(learnedFrom.stream().mapToLong(rows -> 400 - rows).sum()).isEqualTo(400);
            assertThat(predictions.columns()).contains("label", "weight", "probability", "prediction");
        }
    }

    @Test
    void outOfFoldPredictionsCoverEveryRowOnceAndDependOnNoPartitioning(SparkSession spark) {
        Dataset<Row> training = TrainingData.of(spark, TaskType.BINARY, 300, 0.1, 5);
        Map<String, Estimator<?>> members =
                Map.of("tree", Trees.decisionTree(TaskType.BINARY, new Trees.DecisionTreeSettings(3, 1)));

        List<Row> first = keysAndFolds(members, training.coalesce(1));
        List<Row> second = keysAndFolds(members, training.repartition(5));

        assertThat(first).hasSize(300).isEqualTo(second);
    }

    @Test
    void outOfFoldQualityIsHonestAboutAMemorizingModel(SparkSession spark) {
        Dataset<Row> noise = TrainingData.of(spark, TaskType.BINARY, 400, 0, 5)
                .withColumn("label", org.apache.spark.sql.functions.expr("cast(abs(hash(`the.key`)) % 2 as double)"))
                .coalesce(2)
                .cache();
        Map<String, Estimator<?>> members =
                Map.of("deep", Trees.decisionTree(TaskType.BINARY, new Trees.DecisionTreeSettings(20, 1)));

        try (CrossFitted outOfFold = CrossFitting.fit(members, TaskType.BINARY, noise, 3, 1L)) {
            double seen = Evaluation.of(
                            CrossFitting.refit(members, noise).get("deep").transform(noise), TaskType.BINARY)
                    .primary("auc");

            assertThat(seen).isGreaterThan(0.95);
            assertThat(outOfFold.quality("deep").primary("auc")).isBetween(0.35, 0.65);
        }
    }

    @Test
    void estimatorsFitInAPipelineAndSurviveSaving(SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> training =
                TrainingData.of(spark, TaskType.REGRESSION, 300).coalesce(2).cache();
        StackingEnsemble ensemble = new StackingEnsemble(few(TaskType.REGRESSION), TaskType.REGRESSION)
                .setFolds(2)
                .setSeed(9);
        ensemble.save(folder.resolve("ensemble").toString());
        StackingEnsemble loaded =
                StackingEnsemble.load(folder.resolve("ensemble").toString());

        PipelineModel model = new org.apache.spark.ml.Pipeline()
                .setStages(new org.apache.spark.ml.PipelineStage[] {loaded})
                .fit(training);
        model.save(folder.resolve("model").toString());

        assertThat(loaded.explainParams()).isEqualTo(ensemble.explainParams()).contains("current: 2");
        assertThat(loaded.members()).containsOnlyKeys("xgboost", "linear");
        assertThat(loaded.copy(ParamMap.empty()).explainParams()).isEqualTo(loaded.explainParams());
        assertThat(LearnersTest.collected(
                        PipelineModel.load(folder.resolve("model").toString()).transform(training),
                        TaskType.REGRESSION))
                .isEqualTo(LearnersTest.collected(model.transform(training), TaskType.REGRESSION));
    }

    @Test
    void comparisonPutsTheBestFirstByTheMetricsDirection() {
        PipelineModel any = new PipelineModel("any", new Transformer[0]);
        var worse = new ModelComparison.Candidate("worse", any, Map.of("auc", 0.9, "log_loss", 0.4));
        var better = new ModelComparison.Candidate("better", any, Map.of("auc", 0.8, "log_loss", 0.3));

        assertThat(new ModelComparison(List.of(worse, better), "log-loss").best())
                .isEqualTo(better);
        assertThat(new ModelComparison(List.of(worse, better), "auc").best()).isEqualTo(worse);
        assertThatThrownBy(() -> new ModelComparison(List.of(), "auc"))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("none was trained");
    }

    @Test
    void refusesWhatCannotBeCrossFitted(SparkSession spark) {
        Dataset<Row> rows = TrainingData.of(spark, TaskType.BINARY, 50);
        Map<String, Estimator<?>> members = few(TaskType.BINARY);

        assertThatThrownBy(() -> CrossFitting.fit(members, TaskType.BINARY, rows, 1, 1L))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("at least 2 are needed");
        assertThatThrownBy(() -> CrossFitting.fit(Map.of(), TaskType.BINARY, rows, 3, 1L))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("no model is named");
        assertThatThrownBy(() -> CrossFitting.fit(members, TaskType.BINARY, rows.filter("label = 1"), 3, 1L))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("the label has the same value in all");
        assertThatThrownBy(() -> CrossFitting.fit(members, TaskType.REGRESSION, rows.filter("label = 1"), 3, 1L))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("the label has the same value in all");
        assertThatThrownBy(() -> CrossFitting.fit(
                        members,
                        TaskType.BINARY,
                        rows.withColumn("label", org.apache.spark.sql.functions.expr("label + 1")),
                        3,
                        1L))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("use the task multiclass");
        assertThatThrownBy(() -> CrossFitting.fit(
                        members,
                        TaskType.BINARY,
                        rows.withColumn("label", org.apache.spark.sql.functions.expr("if(label = 1, null, label)")),
                        3,
                        1L))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("rows have no label");
        assertThatThrownBy(() -> CrossFitting.fit(
                        members,
                        TaskType.BINARY,
                        rows.withColumn(
                                "label", org.apache.spark.sql.functions.expr("if(`the.key` = 'row-3', 1D, 0D)")),
                        3,
                        1L))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("all rows of class 1 fall into one fold");
    }

    private static List<Row> keysAndFolds(Map<String, Estimator<?>> members, Dataset<Row> training) {
        try (CrossFitted outOfFold = CrossFitting.fit(members, TaskType.BINARY, training, 3, 4L)) {
            return outOfFold
                    .predictions("tree")
                    .select("`the.key`", "prediction")
                    .orderBy("`the.key`")
                    .collectAsList();
        }
    }

    private static double error(Transformer model, Dataset<Row> rows, TaskType task) {
        return Evaluation.of(model.transform(rows), task).primary(task.classifies() ? "log_loss" : "rmse");
    }

    private static Map<String, Estimator<?>> few(TaskType task) {
        Map<String, Estimator<?>> members = new LinkedHashMap<>();
        members.put("xgboost", Trees.xgboost(task, LearnersTest.XGBOOST));
        members.put("linear", Linear.of(task, new LinearSettings(12, 0.001, 0)));
        return members;
    }
}
