package io.lepton.training.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.boosting.paged.ExternalMemory;
import io.lepton.training.curves.CurveListener;
import io.lepton.training.curves.CurvePoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import org.apache.spark.SparkEnv;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class BoostingTest {
    private static final Map<String, String> PARAMETERS = Map.of(
            "objective", "binary:logistic",
            "max_depth", "4",
            "eta", "0.3",
            "subsample", "0.7",
            "colsample_bytree", "0.8",
            "seed", "11",
            "tree_method", "hist",
            "nthread", "1",
            "verbosity", "0",
            "seed_per_iteration", "true");

    @Test
    void growsTheTreesThatStockXgboostGrowsOnTheSameRows(SparkSession spark) throws Exception {
        Dataset<Row> rows = rows(spark, 800, 1);
        Dataset<Row> inOrder =
                rows.repartition(1).sortWithinPartitions(ContentHash.column()).select("features", "label", "weight");
        XGBoostClassifier stock = new XGBoostClassifier();
        Map.<String, Object>of(
                        "weightCol",
                        "weight",
                        "max_depth",
                        4,
                        "eta",
                        0.3,
                        "subsample",
                        0.7,
                        "colsample_bytree",
                        0.8,
                        "seed",
                        11L,
                        "tree_method",
                        "hist",
                        "nthread",
                        1,
                        "numRound",
                        20,
                        "seed_per_iteration",
                        true)
                .forEach((name, value) -> stock.set(stock.getParam(name), value));
        stock.set(stock.getParam("missing"), Float.NaN);

        // Held until the end: collected, it would take the booster's native memory along.
        XGBoostClassificationModel model = (XGBoostClassificationModel) stock.fit(inOrder);
        Booster expected = model.nativeBooster().booster();
        Booster ours = booster(train(rows, 0, 1, ""));

        assertThat(ours.getModelDump("", true)).isEqualTo(expected.getModelDump("", true));
        assertThat(predictions(ours, rows))
                .containsExactly(predictions(model.nativeBooster().booster(), rows), within(1e-6f));
    }

    @Test
    void twoWorkersLearnAsWellAsOne(SparkSession spark) throws Exception {
        Dataset<Row> rows = rows(spark, 6000, 1);
        Dataset<Row> unseen = rows(spark, 4000, 2);

        byte[] alone = train(rows, 10, 1, "");
        byte[] together = train(rows, 10, 2, "");

        assertThat(auc(booster(together), unseen)).isCloseTo(auc(booster(alone), unseen), within(0.005));
        assertThat(train(rows.repartition(3), 10, 1, "")).isEqualTo(alone);
        assertThat(booster(train(rows.repartition(3), 10, 2, "")).getModelDump("", true))
                .isEqualTo(booster(together).getModelDump("", true));
    }

    @Test
    void keepsTheTreesUpToTheBestRoundAndTellsEachRoundOnce(SparkSession spark) throws Exception {
        Dataset<Row> rows = rows(spark, 1500, 1);
        List<CurvePoint> points = new ArrayList<>();

        byte[] model = new Boosting(plan(200, 5), ExternalMemory.NEVER, points::add).train(rows, 1, "");
        byte[] all = new Boosting(plan(points.size(), 0), ExternalMemory.NEVER, CurveListener.none())
                .train(rows.where(functions.not(ContentHash.heldOut(ContentHash.column()))), 1, "");

        List<Double> losses = points.stream()
                .map(point -> point.values().get("loss/validation"))
                .toList();
        int best = losses.indexOf(Collections.min(losses)) + 1;
        assertThat(points).extracting(CurvePoint::step).containsExactlyElementsOf(counting(best + 5));
        assertThat(points.get(0).values()).containsKeys("loss/training", "rows_per_second");
        assertThat(booster(model).getNumBoostedRound()).isEqualTo(best);
        assertThat(booster(model).getModelDump("", true))
                .isEqualTo(Arrays.copyOf(booster(all).getModelDump("", true), best));
        assertThat(points.get(best - 1).values().get("loss/validation"))
                .isCloseTo(
                        logLoss(booster(model), rows.where(ContentHash.heldOut(ContentHash.column()))), within(1e-5));
    }

    @Test
    void rowsOnDiskGiveTheModelOfRowsInMemory(SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> rows = rows(spark, 3000, 1);
        BoostingPlan plan = plan(20, 3);

        byte[] onDisk = train(rows, plan, 1, ExternalMemory.ALWAYS, folder.toString());

        assertThat(onDisk).isEqualTo(train(rows, plan, 1, ExternalMemory.NEVER, ""));
        assertThat(train(rows, plan, 1, ExternalMemory.NEVER, folder.toString()))
                .as("a checkpoint is found wherever the rows lay")
                .isEqualTo(onDisk);
        assertThat(train(rows, plan, 2, ExternalMemory.ALWAYS, ""))
                .isEqualTo(train(rows, plan, 2, ExternalMemory.NEVER, ""));
        assertThat(pages()).isEmpty();
    }

    @Test
    void aWorkerWithoutRowsHoldsNobodyUp(SparkSession spark) {
        Dataset<Row> copies = rows(spark, 1, 1).crossJoin(spark.range(300)).drop("id");

        assertThat(train(copies, plan(2, 0), 2, ExternalMemory.ALWAYS, ""))
                .isEqualTo(train(copies, plan(2, 0), 2, ExternalMemory.NEVER, ""));
    }

    @Test
    void goesOnFromACheckpointWithRowsOnDisk(SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> rows = rows(spark, 800, 1);
        byte[] expected = train(rows, plan(20, 10), 1, ExternalMemory.ALWAYS, folder.toString());
        delete(folder.resolve("step-00000020"));

        byte[] resumed = train(rows, plan(20, 10), 1, ExternalMemory.ALWAYS, folder.toString());

        assertThat(predictions(booster(resumed), rows))
                .containsExactly(predictions(booster(expected), rows), within(1e-5f));
    }

    @Test
    void leavesNoPagesWhereTrainingFails(SparkSession spark) throws Exception {
        Dataset<Row> rows = rows(spark, 300, 1);
        Map<String, String> parameters = new HashMap<>(PARAMETERS);
        parameters.put("monotone_constraints", "(1,1,1,1,1,1,1,1)");
        BoostingPlan plan = new BoostingPlan(parameters, List.of(), 20, 3, 1, 5);

        assertThatThrownBy(() -> train(rows, plan, 1, ExternalMemory.ALWAYS, ""))
                .hasMessageContaining("XGBoost failed");

        assertThat(pages()).isEmpty();
    }

    private static List<Path> pages() throws Exception {
        try (Stream<Path> all =
                Files.list(Path.of(Utils.getLocalDir(SparkEnv.get().conf())))) {
            return all.filter(path -> path.getFileName().toString().startsWith("xgboost-pages"))
                    .toList();
        }
    }

    @Test
    void refusesRowsOnDiskWithAGpu(SparkSession spark) {
        Map<String, String> parameters = new HashMap<>(PARAMETERS);
        parameters.put("device", "cuda");
        BoostingPlan plan = new BoostingPlan(parameters, List.of(), 20, 3, 1, 5);

        assertThatThrownBy(() -> train(rows(spark, 20, 1), plan, 1, ExternalMemory.ALWAYS, ""))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("external-memory: always");
    }

    @Test
    void goesOnFromACheckpointAsIfNothingHadHappened(SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> rows = rows(spark, 800, 1);
        String checkpoints = folder.toString();
        byte[] expected = train(rows, 10, 1, "");
        List<Integer> steps = new ArrayList<>();

        byte[] first = train(rows, 10, 1, checkpoints);
        byte[] finished = new Boosting(plan(20, 10), ExternalMemory.NEVER, point -> steps.add(point.step()))
                .train(rows, 1, checkpoints);
        assertThat(steps).as("a finished training isn't run again").isEmpty();
        delete(folder.resolve("step-00000020"));
        byte[] resumed = new Boosting(plan(20, 10), ExternalMemory.NEVER, point -> steps.add(point.step()))
                .train(rows, 1, checkpoints);

        assertThat(first).isEqualTo(expected);
        assertThat(finished).isEqualTo(expected);
        assertThat(steps).containsExactly(16, 17, 18, 19, 20);
        assertThat(predictions(booster(resumed), rows))
                .containsExactly(predictions(booster(expected), rows), within(1e-5f));
    }

    private static void delete(Path checkpoint) throws Exception {
        Files.delete(checkpoint);
        Files.deleteIfExists(checkpoint.resolveSibling("." + checkpoint.getFileName() + ".crc"));
    }

    @Test
    void namesATrainingByItsRowsAndSettings(SparkSession spark) {
        Dataset<Row> rows = rows(spark, 300, 1);
        String name = RowCensus.withContent(rows).fingerprint(plan(20, 0));

        assertThat(RowCensus.withContent(rows.repartition(3)).fingerprint(plan(20, 0)))
                .isEqualTo(name);
        assertThat(RowCensus.withContent(rows.limit(299)).fingerprint(plan(20, 0)))
                .isNotEqualTo(name);
        assertThat(RowCensus.withContent(rows.withColumn("weight", functions.lit(1.0)))
                        .fingerprint(plan(20, 0)))
                .isNotEqualTo(name);
        assertThat(RowCensus.withContent(rows).fingerprint(plan(21, 0))).isNotEqualTo(name);
    }

    @Test
    void refusesRowsThatItCannotLearnFrom(SparkSession spark) {
        Dataset<Row> rows = rows(spark, 20, 1);

        assertThatThrownBy(() -> RowCensus.of(rows.where("false")))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("there are no rows");
        assertThatThrownBy(() -> RowCensus.of(rows.withColumn("label", functions.lit(Double.NaN))))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("20 rows have no features, no label or no weight");
    }

    private static List<Integer> counting(int to) {
        return IntStream.rangeClosed(1, to).boxed().toList();
    }

    private static double logLoss(Booster booster, Dataset<Row> rows) throws Exception {
        float[] scores = predictions(booster, rows);
        List<Row> collected = rows.select("label", "weight").collectAsList();
        double loss = 0;
        double weight = 0;
        for (int i = 0; i < scores.length; i++) {
            double likelihood = collected.get(i).getDouble(0) == 1 ? scores[i] : 1 - scores[i];
            loss -= collected.get(i).getDouble(1) * Math.log(likelihood);
            weight += collected.get(i).getDouble(1);
        }
        return loss / weight;
    }

    private static byte[] train(Dataset<Row> rows, int patience, int workers, String folder) {
        return train(rows, plan(20, patience), workers, ExternalMemory.NEVER, folder);
    }

    private static byte[] train(
            Dataset<Row> rows, BoostingPlan plan, int workers, ExternalMemory memory, String folder) {
        // Several workers share the rows of a table that is told to be so large.
        return new Boosting(plan, memory, CurveListener.none()).train(rows, workers == 1 ? 1 : 200_000, folder);
    }

    private static BoostingPlan plan(int rounds, int patience) {
        return new BoostingPlan(PARAMETERS, List.of(), rounds, patience, 1, 5);
    }

    private static Booster booster(byte[] model) throws Exception {
        return XGBoost.loadModel(model);
    }

    private static double auc(Booster booster, Dataset<Row> rows) throws Exception {
        float[] scores = predictions(booster, rows);
        List<Row> labels = rows.select("label").collectAsList();
        double above = 0;
        double pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels.get(i).getDouble(0) > labels.get(j).getDouble(0)) {
                    pairs++;
                    above += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return above / pairs;
    }

    private static float[] predictions(Booster booster, Dataset<Row> rows) throws Exception {
        List<Row> collected = rows.select("features").collectAsList();
        float[] values = new float[collected.size() * 5];
        for (int i = 0; i < collected.size(); i++) {
            double[] features = collected.get(i).<Vector>getAs(0).toArray();
            for (int j = 0; j < 5; j++) {
                values[i * 5 + j] = (float) features[j];
            }
        }
        float[][] predicted = booster.predict(new DMatrix(values, collected.size(), 5, Float.NaN));
        float[] first = new float[predicted.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = predicted[i][0];
        }
        return first;
    }

    private static Dataset<Row> rows(SparkSession spark, int count, long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] x = random.doubles(5).map(value -> Math.round(value * 100)).toArray();
            double label = x[0] - x[1] + 20 * random.nextGaussian() > 0 ? 1 : 0;
            if (i % 9 == 0) {
                x[i % 5] = Double.NaN;
            }
            rows.add(RowFactory.create(
                    i % 2 == 0 ? Vectors.dense(x) : Vectors.dense(x).toSparse(), label, 0.5 + random.nextDouble()));
        }
        return spark.createDataFrame(
                        rows,
                        new StructType()
                                .add("features", SQLDataTypes.VectorType())
                                .add("label", DataTypes.DoubleType)
                                .add("weight", DataTypes.DoubleType))
                .coalesce(2)
                .cache();
    }
}
