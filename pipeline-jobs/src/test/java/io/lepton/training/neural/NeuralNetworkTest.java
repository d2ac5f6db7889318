package io.lepton.training.neural;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.Evaluation;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LocalSpark.class)
class NeuralNetworkTest {
    static NeuralNetworkSettings quick(int epochs) {
        return new NeuralNetworkSettings(List.of(16, 8), epochs, 64, 0.01, 0, 0, 7);
    }

    @Test
    void learnsTheExclusiveOrThatNoLinearModelLearns(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.exclusiveOr(spark, 1200, 1).cache();
        Dataset<Row> unseen = SyntheticRows.exclusiveOr(spark, 500, 2);

        PipelineModel network = NeuralNetwork.of(TaskType.BINARY, quick(15)).fit(rows);

        assertThat(auc(network, unseen)).isGreaterThan(0.98);
        PipelineModel linear = (PipelineModel)
                Linear.of(TaskType.BINARY, new LinearSettings(30, 0, 0)).fit(rows);
        assertThat(auc(linear, unseen)).isLessThan(0.6);
    }

    @Test
    void learnsTheFourRowsOfTheTruthTable(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.of(
                spark,
                List.of(
                        SyntheticRows.row(0, Vectors.dense(0, 0), 0, 1),
                        SyntheticRows.row(1, Vectors.dense(0, 1), 1, 1),
                        SyntheticRows.row(2, Vectors.dense(1, 0), 1, 1),
                        SyntheticRows.row(3, Vectors.dense(1, 1), 0, 1)));

        PipelineModel network = NeuralNetwork.of(TaskType.BINARY, quick(150)).fit(rows);

        assertThat(network.transform(rows).where("prediction != label").count()).isZero();
    }

    @Test
    void tellsSeveralClassesApartEvenWhenOneIsAbsent(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.clouds(spark, 900, 3);

        PipelineModel network = NeuralNetwork.of(TaskType.MULTICLASS, quick(15)).fit(rows);
        PipelineModel withoutOne =
                NeuralNetwork.of(TaskType.MULTICLASS, quick(15)).fit(rows.where("label != 1"));

        assertThat(accuracy(network, SyntheticRows.clouds(spark, 300, 4))).isGreaterThan(0.95);
        Row scored = withoutOne.transform(rows.where("label = 0")).head();
        Vector probability = scored.getAs("probability");
        assertThat(probability.size()).isEqualTo(3);
        assertThat(probability.apply(1)).isLessThan(0.05);
        assertThat(probability.apply(0) + probability.apply(1) + probability.apply(2))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void learnsACurvedFunctionInTheLabelsOwnUnits(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.waves(spark, 2000, 5).cache();
        Dataset<Row> unseen = SyntheticRows.waves(spark, 500, 6);

        PipelineModel network = NeuralNetwork.of(TaskType.REGRESSION, quick(30)).fit(rows);

        assertThat(Evaluation.of(network.transform(unseen), TaskType.REGRESSION).primary("r2"))
                .isGreaterThan(0.97);
        assertThat(network.transform(unseen).columns())
                .containsExactly("id", "features", "label", "weight", "prediction");
    }

    @Test
    void averagedWorkersReachTheQualityOfOne(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.waves(spark, 3000, 5).repartition(3).cache();
        Dataset<Row> unseen = SyntheticRows.waves(spark, 500, 6);
        NeuralNetwork learner = NeuralNetwork.of(TaskType.REGRESSION, quick(20));

        double ofOne = r2(learner.fit(rows), unseen);
        double averaged =
                r2(learner.setRowsForOneWorker(100).setStepsPerRound(10).fit(rows), unseen);

        assertThat(averaged).isGreaterThan(0.95).isCloseTo(ofOne, within(0.03));
    }

    @Test
    void theSameRowsAndSeedGiveTheSameNetworkHoweverTheyArrive(SparkSession spark) {
        List<Row> list =
                new ArrayList<>(SyntheticRows.exclusiveOr(spark, 1200, 1).collectAsList());
        Dataset<Row> inOne = SyntheticRows.of(spark, list).coalesce(1);
        java.util.Collections.reverse(list);
        UDF1<Vector, Vector> compress = Vector::toSparse;
        Dataset<Row> inThree = SyntheticRows.of(spark, list)
                .repartition(3)
                .withColumn("features", udf(compress, SQLDataTypes.VectorType()).apply(col("features")));

        for (long rowsForOneWorker : new long[] {200_000, 100}) {
            NeuralNetwork learner = NeuralNetwork.of(
                            TaskType.BINARY, new NeuralNetworkSettings(List.of(8), 4, 64, 0.01, 0.2, 0.001, 3))
                    .setRowsForOneWorker(rowsForOneWorker);

            Network first = network(learner.fit(inOne));
            Network second = network(learner.fit(inThree));

            assertThat(second.parameters()).isEqualTo(first.parameters());
            assertThat(second.encoding().scaling().means())
                    .isEqualTo(first.encoding().scaling().means());
            assertThat(network(learner.setSeed(4).fit(inOne)).parameters()).isNotEqualTo(first.parameters());
        }
    }

    @Test
    void goesOnFromACheckpointAsIfItHadNeverStopped(SparkSession spark, @TempDir Path folder) {
        Dataset<Row> rows = SyntheticRows.waves(spark, 3000, 5).repartition(3).cache();
        NeuralNetwork learner = NeuralNetwork.of(TaskType.REGRESSION, quick(6))
                .setRowsForOneWorker(100)
                .setStepsPerRound(5)
                .setHeldOutEvery(0);
        float[] undisturbed = network(learner.fit(rows)).parameters();
        learner.setCheckpointFolder(folder.toString()).setCheckpointSeconds(0);

        AtomicInteger epochs = new AtomicInteger();
        float[] first = network((PipelineModel)
                        learner.reporting(point -> epochs.incrementAndGet()).fit(rows))
                .parameters();
        List<Path> checkpoints = files(folder);
        checkpoints.stream().sorted().skip(1).forEach(path -> path.toFile().delete());
        float[] again = network(learner.fit(rows)).parameters();

        assertThat(first).isEqualTo(undisturbed);
        assertThat(checkpoints).hasSize(2);
        assertThat(again).isEqualTo(undisturbed);
        assertThat(epochs).hasValue(6);
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("step-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only pairs of categories tell the label, and no row shows a pair by itself. */
    @Test
    void embeddedCategoriesLearnWhatTheyDoTogether(SparkSession spark) {
        Dataset<Row> rows = spark.range(0, 4000, 1, 1)
                .selectExpr("pmod(xxhash64(id), 5) as a", "pmod(xxhash64(id, 1), 5) as b")
                .selectExpr(
                        "concat(transform(sequence(0, 4), i -> double(i = a)), transform(sequence(0, 4), i -> double(i = b))) as v",
                        "cast(a % 2 = b % 2 as double) as label",
                        "1.0D as weight")
                .select(
                        org.apache.spark.ml.functions.array_to_vector(col("v")).as("features"),
                        col("label"),
                        col("weight"));
        NeuralNetwork network = NeuralNetwork.of(
                        TaskType.BINARY, new NeuralNetworkSettings(List.of(16), 20, 64, 0.01, 0, 0, 3))
                .setEmbedding(4)
                .setGroups(List.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1));

        PipelineModel model = network.fit(rows);

        assertThat(Evaluation.of(model.transform(rows), TaskType.BINARY).primary("auc"))
                .isGreaterThan(0.99);
        assertThatThrownBy(() -> network.setGroups(List.of(0, 0)).fit(rows))
                .hasMessageContaining("groups are given for 2 features, and the rows have 10");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void residualNetworksAndBinsLearnWhatBends(int embedding, SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.waves(spark, 2000, 5).cache();
        NeuralNetworkSettings settings = new NeuralNetworkSettings(
                Architecture.RESIDUAL,
                List.of(16, 16),
                true,
                16,
                embedding,
                15,
                64,
                Optimizer.ADAMW,
                0.01,
                Schedule.LINEAR,
                1,
                0.1,
                0.0001,
                ClassWeights.NONE,
                7);

        assertThat(r2(NeuralNetwork.of(TaskType.REGRESSION, settings).fit(rows), SyntheticRows.waves(spark, 500, 6)))
                .isGreaterThan(0.95);
    }

    @Test
    void fitsAtTheSameTimeDoNotDisturbEachOther(SparkSession spark) {
        Dataset<Row> rows =
                SyntheticRows.exclusiveOr(spark, 1200, 1).coalesce(2).cache();
        NeuralNetworkSettings settings = new NeuralNetworkSettings(List.of(8), 3, 64, 0.01, 0.3, 0.001, 3);
        float[] alone =
                network(NeuralNetwork.of(TaskType.BINARY, settings).fit(rows)).parameters();

        List<CompletableFuture<float[]>> together = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            together.add(CompletableFuture.supplyAsync(
                    () -> network(NeuralNetwork.of(TaskType.BINARY, settings).fit(rows))
                            .parameters()));
        }

        assertThat(together).allSatisfy(future -> assertThat(future.join()).isEqualTo(alone));
    }

    @Test
    void rowsOfWeightZeroHaveNoInfluence(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.exclusiveOr(spark, 600, 1);
        Dataset<Row> noise = SyntheticRows.exclusiveOr(spark, 300, 2)
                .withColumn("label", lit(1).minus(col("label")))
                .withColumn("weight", lit(0.0));
        NeuralNetwork learner = NeuralNetwork.of(TaskType.BINARY, quick(3));

        assertThat(network(learner.fit(rows.union(noise))).parameters())
                .isEqualTo(network(learner.fit(rows)).parameters());
    }

    @Test
    void aRowOfWeightThreeCountsLikeThreeRows(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.exclusiveOr(spark, 1500, 1)
                .withColumn(
                        "features",
                        udf((UDF1<Vector, Vector>) x -> Vectors.dense(1.0), SQLDataTypes.VectorType())
                                .apply(col("features")));
        Dataset<Row> weighted =
                rows.withColumn("weight", when(col("label").equalTo(1), 3.0).otherwise(1.0));
        Dataset<Row> ones = rows.where("label = 1");
        NeuralNetwork learner = NeuralNetwork.of(
                        TaskType.BINARY, new NeuralNetworkSettings(List.of(), 15, 64, 0.03, 0, 0, 3))
                .setHeldOutEvery(0);

        double plain = probability(learner.fit(rows), rows);
        double heavy = probability(learner.fit(weighted), rows);
        double repeated = probability(learner.fit(rows.union(ones).union(ones)), rows);

        // A constant feature: the best answer is the weighted share of ones.
        double share = ones.count() / 1500.0;
        assertThat(plain).isCloseTo(share, within(0.02));
        assertThat(heavy).isCloseTo(3 * share / (1 + 2 * share), within(0.02));
        assertThat(repeated).isCloseTo(heavy, within(0.02));
    }

    @Test
    void predictsTheSameForSparseAndDenseRowsAndTakesMissingValuesForTheMean(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.waves(spark, 600, 5);
        PipelineModel model = NeuralNetwork.of(TaskType.REGRESSION, quick(3)).fit(rows);
        double[] means = network(model).encoding().scaling().means();
        Dataset<Row> same = SyntheticRows.of(
                spark,
                List.of(
                        SyntheticRows.row(0, Vectors.dense(0.3, Double.NaN, 0), 0, 1),
                        SyntheticRows.row(1, Vectors.dense(0.3, means[1], 0), 0, 1),
                        SyntheticRows.row(
                                2, Vectors.sparse(3, new int[] {0, 1}, new double[] {0.3, Double.NaN}), 0, 1)));

        List<Double> predictions = model.transform(same).select("prediction").collectAsList().stream()
                .map(row -> row.getDouble(0))
                .toList();

        assertThat(predictions).allSatisfy(value -> assertThat(value).isCloseTo(predictions.get(0), within(1e-9)));
    }

    @Test
    void trainsOnOneFeatureAndOnMissingAndConstantOnes(SparkSession spark) {
        List<Row> one = new ArrayList<>();
        List<Row> odd = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double x = i / 300.0;
            double label = Math.abs(x - 0.5) < 0.25 ? 1 : 0;
            one.add(SyntheticRows.row(i, Vectors.dense(x), label, 1));
            odd.add(SyntheticRows.row(i, Vectors.dense(1.6e9, Double.NaN, i % 7 == 0 ? Double.NaN : x, 0), label, 1));
        }

        PipelineModel ofOne = NeuralNetwork.of(TaskType.BINARY, quick(40)).fit(SyntheticRows.of(spark, one));
        PipelineModel ofOdd = NeuralNetwork.of(TaskType.BINARY, quick(40)).fit(SyntheticRows.of(spark, odd));

        assertThat(accuracy(ofOne, SyntheticRows.of(spark, one))).isGreaterThan(0.95);
        assertThat(accuracy(ofOdd, SyntheticRows.of(spark, odd))).isGreaterThan(0.85);
        assertThat(network(ofOdd).encoding().scaling().rates()).startsWith(0, 0).endsWith(0);
    }

    @Test
    void refusesRowsThatCannotBeLearnedFrom(SparkSession spark) {
        refuses(spark, Vectors.dense(1), Double.NaN, 1, "1 rows have no label");
        refuses(
                spark,
                Vectors.dense(1),
                1.5,
                1,
                "1 rows have a label that is no class",
                "Classes are numbered 0, 1, 2");
        refuses(spark, Vectors.dense(1), 1, -1, "1 rows have no weight of 0 or more");
        refuses(spark, Vectors.dense(new double[0]), 1, 1, "the rows have no features");
        refuses(spark, Vectors.dense(Double.POSITIVE_INFINITY), 1, 1, "feature 0 (counted from 0) is infinite");
        refuses(spark, Vectors.dense(1), 1, 0, "there are no rows of weight above 0");
        Dataset<Row> uneven = SyntheticRows.of(
                spark,
                List.of(SyntheticRows.row(0, Vectors.dense(1), 0, 1), SyntheticRows.row(1, Vectors.dense(1, 2), 1, 1)));
        assertThatThrownBy(() -> new NeuralNetworkClassifier().fit(uneven))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("some rows have 1 features and some 2");
    }

    private static void refuses(SparkSession spark, Vector features, double label, double weight, String... messages) {
        Dataset<Row> rows = SyntheticRows.of(spark, List.of(SyntheticRows.row(0, features, label, weight)));
        assertThatThrownBy(() -> new NeuralNetworkClassifier().fit(rows))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
                .hasMessageStartingWith("Cannot train a neural network: ")
                .hasMessageContainingAll(messages);
    }

    @Test
    void saysThatTheLearningRateIsTooHighWhenWeightsExplode(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.waves(spark, 200, 5);
        NeuralNetworkSettings wild = new NeuralNetworkSettings(List.of(16, 16, 16), 30, 64, 1e20, 0, 0, 7);

        assertThatThrownBy(() -> NeuralNetwork.of(TaskType.REGRESSION, wild).fit(rows))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("weights grew beyond all bounds")
                .hasMessageContaining("Lower its learning-rate, now 1.0E20");
    }

    @Test
    void refusesToScoreRowsOfAnotherShape(SparkSession spark) {
        PipelineModel model = NeuralNetwork.of(TaskType.REGRESSION, quick(1)).fit(SyntheticRows.waves(spark, 100, 5));
        Dataset<Row> narrow = SyntheticRows.exclusiveOr(spark, 5, 1);

        assertThatThrownBy(() -> model.transform(narrow).collect())
                .hasStackTraceContaining("the row has 2 features and the network was trained with 3");
    }

    static Network network(PipelineModel model) {
        return ((NeuralNetworkModel) model.stages()[0]).network();
    }

    private static double auc(PipelineModel model, Dataset<Row> rows) {
        return Evaluation.of(model.transform(rows), TaskType.BINARY).primary("auc");
    }

    private static double r2(PipelineModel model, Dataset<Row> rows) {
        return Evaluation.of(model.transform(rows), TaskType.REGRESSION).primary("r2");
    }

    private static double accuracy(PipelineModel model, Dataset<Row> rows) {
        Dataset<Row> scored = model.transform(rows);
        return (double) scored.where("prediction = label").count() / scored.count();
    }

    private static double probability(PipelineModel model, Dataset<Row> rows) {
        return model.transform(rows).head().<Vector>getAs("probability").apply(1);
    }
}
