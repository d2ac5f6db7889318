package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.FittedFeatures;
import io.lepton.features.InputProfile;
import io.lepton.features.TransformMethod;
import io.lepton.testing.LocalSpark;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import io.lepton.training.TreeConstraints;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import io.lepton.training.calibration.BetaCalibration;
import io.lepton.training.calibration.CalibratedModel;
import io.lepton.training.calibration.Calibrator;
import io.lepton.training.calibration.ProbabilityMap;
import io.lepton.training.neural.Architecture;
import io.lepton.training.neural.ClassWeights;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import io.lepton.training.neural.Optimizer;
import io.lepton.training.neural.Schedule;
import io.lepton.training.scoring.CompiledModel;
import io.lepton.training.stages.CategoryGroups;
import io.lepton.training.stages.Combination;
import io.lepton.training.stages.EnsembleModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The quick way beside the stages of Spark ML, row by row, for every model and what is made of them. */
@ExtendWith(LocalSpark.class)
class BlockScoringTest {
    private final SparkSession spark;

    BlockScoringTest(SparkSession spark) {
        this.spark = spark;
    }

    /** @param kinds of the category; more than at training: some were never seen */
    private Dataset<Row> rows(int count, int seed, int kinds) {
        return spark.range(0, count, 1, 2)
                .selectExpr(
                        "id",
                        "pmod(xxhash64(id, " + seed + "), 1000) / 1000 as u",
                        "pmod(xxhash64(" + seed + ", id), 1000) / 1000 as v")
                .selectExpr(
                        "concat('p', id) as person",
                        "if(u < 0.05, null, double(u * 40 + 20)) as age",
                        "cast(v * 10 as int) as visits",
                        "if(v < 0.1, null, concat('kind ', cast(u * 7919 as int) % " + kinds + ")) as kind",
                        "cast(u * v as decimal(8, 4)) as rate",
                        // The name of a column that scoring adds.
                        "cast(v * 900 as int) as score",
                        "cast(u + v > 1.1 or cast(u * 7919 as int) % 4 = 1 as int) as two",
                        "cast(u * 3 as int) as three",
                        "u * 10 - v * v as quantity")
                .localCheckpoint();
    }

    private static Map<String, Estimator<?>> estimators(TaskType task, FittedFeatures features) {
        XgBoostSettings boosting = new XgBoostSettings(12, 4, 0.3, 0.8, 0.8, 1, 1);
        Map<String, Estimator<?>> models = new LinkedHashMap<>();
        models.put("xgboost", Trees.xgboost(task, boosting));
        models.put("linear", Linear.of(task, new LinearSettings(10, 0.001, 0.5)));
        models.put("network", network(task, features));
        if (task != TaskType.BINARY) {
            return models;
        }
        models.put(
                "xgboost of categories",
                Trees.xgboost(task, boosting, TreeConstraints.none(), new CategoryGroups(features.categoryColumns())));
        models.put("forest", Trees.randomForest(task, new Trees.RandomForestSettings(3, 4, 2)));
        models.put("tree", Trees.decisionTree(task, new Trees.DecisionTreeSettings(3, 5)));
        models.put("boosted", Trees.gradientBoosted(task, new Trees.GradientBoostedTreesSettings(2, 3, 0.2, 0.9)));
        return models;
    }

    private static Estimator<?> network(TaskType task, FittedFeatures features) {
        return NeuralNetwork.of(
                        task,
                        new NeuralNetworkSettings(
                                Architecture.RESIDUAL,
                                List.of(8, 8),
                                true,
                                8,
                                3,
                                3,
                                64,
                                Optimizer.ADAMW,
                                0.01,
                                Schedule.COSINE,
                                0,
                                0.1,
                                0.0001,
                                ClassWeights.NONE,
                                3))
                .setGroups(features.categoryColumns());
    }

    /** With coefficients made up: what matters is that both ways join by them alike. */
    private static Map<String, Transformer> rules(TaskType task, Map<String, Transformer> members) {
        double[] shares = new double[members.size()];
        Arrays.setAll(shares, i -> (i + 1.0) / (shares.length * (shares.length + 1) / 2.0));
        if (task == TaskType.REGRESSION) {
            return Map.of(
                    "joined",
                    new EnsembleModel(
                            members,
                            new Combination(Combination.Kind.LINEAR, 0, new double[] {0.3}, new double[][] {shares})));
        }
        int classes = task == TaskType.BINARY ? 2 : 3;
        double[][] coefficients = new double[classes == 2 ? 1 : classes][members.size() * (classes == 2 ? 1 : classes)];
        for (int k = 0; k < coefficients.length; k++) {
            int own = k;
            Arrays.setAll(coefficients[k], i -> 0.5 - (i % 4) / 10.0 + (classes > 2 && i % classes == own ? 1 : 0));
        }
        Transformer stacked = new EnsembleModel(
                members,
                new Combination(Combination.Kind.LOGISTIC, classes, new double[coefficients.length], coefficients));
        List<ProbabilityMap> maps = new ArrayList<>();
        for (int k = 0; k < coefficients.length; k++) {
            maps.add(new BetaCalibration(1.2, 0.8, 1.5 * k, 1e-6));
        }
        return Map.of(
                "averaged",
                new EnsembleModel(
                        members,
                        new Combination(
                                Combination.Kind.AVERAGE_PROBABILITIES, classes, new double[0], new double[][] {shares
                                })),
                "stacked",
                stacked,
                "mended",
                new CalibratedModel(stacked, new Calibrator(maps)));
    }

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void scoresWhatTheStagesScore(TaskType task, @TempDir Path folder) {
        Dataset<Row> training = rows(900, 1, 5);
        FittedFeatures features = new FeaturePlan(List.of(
                        new ColumnTransform("age", TransformMethod.STANDARDIZE, 2, 1),
                        new ColumnTransform("visits", TransformMethod.PASS, 2, 1),
                        new ColumnTransform("kind", TransformMethod.ONE_HOT, 2, 1),
                        new ColumnTransform("kind", TransformMethod.HASH, 2, 4),
                        new ColumnTransform("rate", TransformMethod.BUCKET, 6, 1),
                        new ColumnTransform("score", TransformMethod.STANDARDIZE, 2, 1)))
                .fit(training);
        LabelCodec label =
                switch (task) {
                    case BINARY -> new LabelCodec("two", task, List.of("0", "1"));
                    case MULTICLASS -> new LabelCodec("three", task, List.of("0", "1", "2"));
                    case REGRESSION -> new LabelCodec("quantity", task, List.of());
                };
        Dataset<Row> vectors = ModelBundle.withVectors(label.encode(features.transform(training)))
                .select(col("features"), col("label"), lit(1.0).as("weight"))
                .cache();
        Map<String, Estimator<?>> estimators = estimators(task, features);
        Map<String, Transformer> models = new LinkedHashMap<>();
        estimators(task, features).forEach((name, estimator) -> models.put(name, (Transformer) estimator.fit(vectors)));
        Map<String, Transformer> members = new LinkedHashMap<>(models);
        members.keySet().retainAll(List.of("xgboost", "linear", "network"));
        models.putAll(rules(task, members));
        Dataset<Row> unseen = rows(1000, 2, 9);

        models.forEach((name, model) -> {
            ModelBundle bundle = new ModelBundle(
                    features, InputProfile.unknown(), new PipelineModel("bundle", new Transformer[] {model}), label);
            assertThat(CompiledModel.of(bundle.model())).as(name).isPresent();
            List<Row> expected = bundle.predictByStages(unseen)
                    .select("person", "visits", "kind", "score", "prediction")
                    .collectAsList();
            List<Row> scored = bundle.predict(unseen)
                    .select("person", "visits", "kind", "score", "prediction")
                    .collectAsList();
            assertThat(scored).as(name).hasSameSizeAs(expected);
            for (int i = 0; i < scored.size(); i++) {
                Row row = scored.get(i);
                Row reference = expected.get(i);
                assertThat(row.get(0)).isEqualTo(reference.get(0));
                assertThat(row.get(1)).isEqualTo(reference.get(1));
                assertThat(row.get(2)).isEqualTo(reference.get(2));
                assertThat(row.getDouble(3))
                        .as("%s of %s", name, reference)
                        .isCloseTo(
                                reference.getDouble(3), within(1e-6 * Math.max(1, Math.abs(reference.getDouble(3)))));
                if (task.classifies()) {
                    assertThat(row.getString(4)).as("%s of %s", name, reference).isEqualTo(reference.getString(4));
                }
            }
        });
        ModelBundle bundle = new ModelBundle(
                features,
                InputProfile.unknown(),
                new PipelineModel("bundle", new Transformer[] {models.get("xgboost")}),
                label);
        String table = folder.resolve("unseen").toString();
        unseen.write().parquet(table);
        assertThat(spark.read()
                        .parquet(table)
                        .transform(bundle::predict)
                        .where("visits > 3")
                        .collectAsList())
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        bundle.predict(unseen).where("visits > 3").collectAsList());
        if (task.classifies()) {
            ModelBundle stacked = bundle.with(new PipelineModel("stacked", new Transformer[] {models.get("stacked")}));
            ModelBundle mended = bundle.with(new PipelineModel("mended", new Transformer[] {models.get("mended")}));
            List<Row> raw = assertSameRawScores(mended, unseen);
            List<Row> likeliest = stacked.predict(unseen, List.of("person")).collectAsList();
            assertThat(IntStream.range(0, raw.size())
                            .filter(i ->
                                    raw.get(i).getDouble(3) < likeliest.get(i).getDouble(1) - 1e-6)
                            .count())
                    .as("rows of which calibration predicts another class")
                    .satisfies(count -> assertThat(count > 0).isEqualTo(task == TaskType.MULTICLASS));
        }
        assertSameNumbers(
                bundle.predictNumbers(unseen).collectAsList(),
                bundle.predictNumbersByStages(unseen).collectAsList(),
                task.classifies());
    }

    private static void assertSameByClass(Row row, Row reference) {
        Map<String, Double> scored = row.getJavaMap(row.fieldIndex("probabilities"));
        Map<String, Double> expected = reference.getJavaMap(reference.fieldIndex("probabilities"));
        assertThat(scored).containsOnlyKeys(expected.keySet()).isNotEmpty();
        expected.forEach((each, probability) ->
                assertThat(scored.get(each)).as("%s of %s", each, row).isCloseTo(probability, within(1e-6)));
        assertThat(scored.get(row.<String>getAs("prediction"))).isEqualTo(row.<Double>getAs("score"));
    }

    /** The raw score is about the class that is predicted, which calibration may have made another one. */
    private static List<Row> assertSameRawScores(ModelBundle calibrated, Dataset<Row> rows) {
        List<String> kept = List.of("person");
        ScoreNames names = ScoreNames.USUAL.withRawScore("raw");
        List<Row> scored = calibrated.predict(rows, kept, names, List.of()).collectAsList();
        List<Row> expected = calibrated.predictByStages(rows, kept, names).collectAsList();
        assertThat(scored).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Row reference = expected.get(i);
            assertThat(scored.get(i).getString(2)).isEqualTo(reference.getString(2));
            assertThat(scored.get(i).getDouble(3)).as("%s", reference).isCloseTo(reference.getDouble(3), within(1e-6));
            if (calibrated.label().tellsProbabilities()) {
                assertSameByClass(scored.get(i), reference);
            }
        }
        assertThat(expected).anyMatch(row -> Math.abs(row.getDouble(1) - row.getDouble(3)) > 0.01);
        return scored;
    }

    private static void assertSameNumbers(List<Row> rows, List<Row> references, boolean classifies) {
        assertThat(rows).hasSameSizeAs(references).isNotEmpty();
        for (int i = 0; i < rows.size(); i++) {
            double prediction = references.get(i).<Double>getAs("prediction");
            assertThat(rows.get(i).<Double>getAs("prediction"))
                    .isCloseTo(prediction, within(1e-6 * Math.max(1, Math.abs(prediction))));
            if (classifies) {
                Vector probability = rows.get(i).getAs("probability");
                Vector reference = references.get(i).getAs("probability");
                assertThat(probability.toArray()).containsExactly(reference.toArray(), within(1e-6));
            }
        }
    }
}
