package io.lepton.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.device.Device;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import io.lepton.training.stages.BoostedTrees;
import io.lepton.training.stages.DenseFeatures;
import io.lepton.training.stages.DropColumns;
import io.lepton.training.stages.MeanImputer;
import io.lepton.training.stages.SeveralClassesModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LocalSpark.class)
class LearnersTest {
    static final XgBoostSettings XGBOOST = new XgBoostSettings(15, 3, 0.3, 0.9, 1.0, 1, 1, 0, 5L, Device.CPU);

    static Map<String, Estimator<?>> learners(TaskType task) {
        Map<String, Estimator<?>> learners = new LinkedHashMap<>();
        learners.put("xgboost", Trees.xgboost(task, XGBOOST));
        learners.put("random-forest", Trees.randomForest(task, new Trees.RandomForestSettings(5, 4, 1)));
        learners.put("decision-tree", Trees.decisionTree(task, new Trees.DecisionTreeSettings(4, 2)));
        learners.put("linear", Linear.of(task, new LinearSettings(12, 0.001, 0)));
        learners.put(
                "neural-network",
                NeuralNetwork.of(task, new NeuralNetworkSettings(List.of(16), 10, 64, 0.02, 0, 0, 42)));
        if (task != TaskType.MULTICLASS) {
            learners.put(
                    "gradient-boosted-trees",
                    Trees.gradientBoosted(task, new Trees.GradientBoostedTreesSettings(4, 3, 0.5, 1)));
        }
        return learners;
    }

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void everyLearnerLearnsDespiteMissingValuesAndPredictsTheSameAfterLoading(
            TaskType task, SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> rows = TrainingData.of(spark, task, 500).coalesce(2).cache();
        String metric = Quality.defaultMetric(task);

        for (var learner : learners(task).entrySet()) {
            PipelineModel model = (PipelineModel) learner.getValue().fit(rows);
            Dataset<Row> predictions = model.transform(rows);
            String path = folder.resolve(learner.getKey()).toString();
            model.save(path);

            assertThat(predictions.columns())
                    .as(learner.getKey())
                    .startsWith(rows.columns())
                    .contains(task.outputColumns().toArray(String[]::new))
                    .hasSize(4 + task.outputColumns().size());
            assertThat(learner.getValue().transformSchema(rows.schema()).fieldNames())
                    .containsExactlyInAnyOrder(predictions.columns());
            double quality = Evaluation.of(predictions, task).primary(metric);
            if (task.classifies()) {
                assertThat(quality).as(learner.getKey()).isGreaterThan(0.85);
            } else {
                assertThat(quality).as(learner.getKey()).isLessThan(1.3);
            }
            assertThat(collected(PipelineModel.load(path).transform(rows), task))
                    .as(learner.getKey())
                    .isEqualTo(collected(predictions, task));
            assertThat(learner.getValue().explainParams()).isNotEmpty();
            assertThat(learner.getValue().copy(ParamMap.empty()).uid())
                    .isEqualTo(learner.getValue().uid());
        }
    }

    @Test
    void xgboostPredictsTheSameForSparseAndDenseRows(SparkSession spark) {
        Dataset<Row> dense =
                TrainingData.of(spark, TaskType.BINARY, 400, 0.2, 3).coalesce(2);
        UDF1<Vector, Vector> compress = v -> Vectors.dense(v.toArray()).toSparse();
        Dataset<Row> sparse = dense.withColumn(
                "features", functions.udf(compress, SQLDataTypes.VectorType()).apply(functions.col("features")));

        PipelineModel model =
                (PipelineModel) Trees.xgboost(TaskType.BINARY, XGBOOST).fit(dense);
        PipelineModel ofSparse =
                (PipelineModel) Trees.xgboost(TaskType.BINARY, XGBOOST).fit(sparse);

        List<String> expected = collected(model.transform(dense), TaskType.BINARY);
        assertThat(collected(model.transform(sparse), TaskType.BINARY)).isEqualTo(expected);
        assertThat(collected(ofSparse.transform(sparse), TaskType.BINARY)).isEqualTo(expected);
    }

    /** The scored model, and not only a record of it, has the trees that were best for rows it had not seen. */
    @ParameterizedTest
    @EnumSource(TaskType.class)
    void earlyStoppingLeavesOutTreesThatOnlyFitNoise(TaskType task, SparkSession spark) {
        Dataset<Row> training = TrainingData.of(spark, task, 600).coalesce(2).cache();
        Dataset<Row> unseen =
                TrainingData.of(spark, task, 600, 0.1, 8).coalesce(2).cache();
        String metric = task.classifies() ? "log_loss" : "rmse";

        PipelineModel all = boosted(task, 0).fit(training);
        PipelineModel stopped = boosted(task, 10).fit(training);
        PipelineModel again = boosted(task, 10).fit(training.repartition(3));

        assertThat(trees(all)).isEqualTo(150);
        assertThat(trees(stopped)).isBetween(1L, 100L).isEqualTo(trees(again));
        assertThat(Evaluation.of(stopped.transform(unseen), task).primary(metric))
                .isLessThan(Evaluation.of(all.transform(unseen), task).primary(metric));
    }

    private static Estimator<PipelineModel> boosted(TaskType task, int earlyStopping) {
        return Trees.xgboost(task, new XgBoostSettings(150, 6, 0.3, 1, 1, 1, 1, earlyStopping, 5L, Device.CPU));
    }

    private static long trees(PipelineModel model) {
        Transformer learner = model.stages()[1];
        if (learner instanceof XGBoostRegressionModel numbers) {
            return numbers.nativeBooster().getNumBoostedRound();
        }
        return (learner instanceof SeveralClassesModel several
                        ? several.xgboost()
                        : (XGBoostClassificationModel) learner)
                .nativeBooster()
                .getNumBoostedRound();
    }

    @Test
    void weightsChangeWhatIsLearned(SparkSession spark) {
        Dataset<Row> rows = TrainingData.of(spark, TaskType.BINARY, 300).coalesce(2);
        Dataset<Row> heavyPositives = rows.withColumn(
                "weight",
                functions.when(functions.col("label").equalTo(1), 20.0).otherwise(1.0));

        for (var learner : learners(TaskType.BINARY).entrySet()) {
            double plain = positives(learner.getValue().fit(rows.withColumn("weight", functions.lit(1.0))), rows);
            double heavy = positives(learner.getValue().fit(heavyPositives), rows);

            assertThat(heavy).as(learner.getKey()).isGreaterThan(plain);
        }
    }

    @Test
    void missingValuesBecomeTheMeanOfTheTrainingRows(SparkSession spark) {
        Dataset<Row> rows = spark.createDataFrame(
                List.of(
                        org.apache.spark.sql.RowFactory.create(Vectors.dense(1, Double.NaN, Double.NaN)),
                        org.apache.spark.sql.RowFactory.create(Vectors.dense(Double.NaN, 4, Double.NaN)),
                        org.apache.spark.sql.RowFactory.create(Vectors.dense(2, 8, Double.NaN))),
                new org.apache.spark.sql.types.StructType().add("features", SQLDataTypes.VectorType()));

        DenseFeatures model = new MeanImputer().fit(rows);

        assertThat(model.transform(rows).select("lepton_dense_features").collectAsList())
                .extracting(row -> row.get(0))
                .containsExactly(Vectors.dense(1, 6, 0), Vectors.dense(1.5, 4, 0), Vectors.dense(2, 8, 0));
    }

    @Test
    void stagesSurviveSavingWithTheirSettings(SparkSession spark, @TempDir Path folder) throws Exception {
        BoostedTrees trees = (BoostedTrees) (Object) Trees.xgboost(TaskType.REGRESSION, XGBOOST);
        trees.save(folder.resolve("trees").toString());
        new DropColumns().save(folder.resolve("drop").toString());
        new MeanImputer().save(folder.resolve("imputer").toString());

        // Arrays are told by where they lie in memory.
        String place = "\\[I@\\w+";
        assertThat(BoostedTrees.load(folder.resolve("trees").toString())
                        .explainParams()
                        .replaceAll(place, ""))
                .isEqualTo(trees.explainParams().replaceAll(place, ""))
                .contains("rounds: trees in sequence (default: 100, current: 15)");
        assertThat(DropColumns.load(folder.resolve("drop").toString())
                        .inputCols()
                        .name())
                .isEqualTo("inputCols");
        assertThat(MeanImputer.load(folder.resolve("imputer").toString()).explainParams())
                .contains("features");
    }

    @Test
    void refusesGradientBoostedTreesForSeveralClasses() {
        var settings = new Trees.GradientBoostedTreesSettings(5, 3, 0.1, 1);

        assertThatThrownBy(() -> Trees.gradientBoosted(TaskType.MULTICLASS, settings))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot train gradient-boosted-trees")
                .hasMessageContaining("Use xgboost or random-forest");
    }

    @Test
    void refusesFeaturesThatAreNoVectorBeforeReadingAnyRow(SparkSession spark) {
        Dataset<Row> arrays = spark.sql("SELECT array(1.0, 2.0) AS features, 1.0 AS label, 1.0 AS weight");

        for (PipelineStage learner : learners(TaskType.BINARY).values()) {
            assertThatThrownBy(() -> learner.transformSchema(arrays.schema())).hasMessageContaining("must be a vector");
        }
    }

    private static double positives(org.apache.spark.ml.Transformer model, Dataset<Row> rows) {
        return model.transform(rows).agg(functions.sum("prediction")).head().getDouble(0);
    }

    static List<String> collected(Dataset<Row> predictions, TaskType task) {
        List<String> values = new ArrayList<>();
        for (Row row : predictions
                .select("`the.key`", task.classifies() ? "probability" : "prediction")
                .collectAsList()) {
            values.add(row.getString(0) + " " + row.get(1));
        }
        return values;
    }
}
