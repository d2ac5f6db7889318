package io.lepton.training.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.inference.loading.XgBoostTrees;
import io.lepton.testing.LocalSpark;
import io.lepton.training.TaskType;
import io.lepton.training.calibration.BetaCalibration;
import io.lepton.training.calibration.CalibratedModel;
import io.lepton.training.calibration.Calibrator;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import io.lepton.training.scoring.CompiledModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LocalSpark.class)
class CompressionTest {
    private static final int FEATURES = 4;

    /** Rows whose last feature is a category; two of the others tell the label, with noise. */
    private record Sample(float[] features, float[] labels) {
        static Sample of(int rows, long seed) {
            Random random = new Random(seed);
            float[] features = new float[rows * FEATURES];
            float[] labels = new float[rows];
            for (int row = 0; row < rows; row++) {
                for (int f = 0; f < FEATURES - 1; f++) {
                    features[row * FEATURES + f] = random.nextInt(12) == 0 ? Float.NaN : (float) random.nextGaussian();
                }
                int category = random.nextInt(7);
                features[row * FEATURES + FEATURES - 1] = category;
                double signal = Math.sin(2 * value(features[row * FEATURES]))
                        + value(features[row * FEATURES + 1])
                        + (category % 3 == 1 ? 1 : 0)
                        + random.nextGaussian();
                labels[row] = signal > 0.5 ? 1 : 0;
            }
            return new Sample(features, labels);
        }

        private static double value(float feature) {
            return Float.isNaN(feature) ? 0 : feature;
        }

        DMatrix matrix() throws XGBoostError {
            DMatrix matrix = new DMatrix(features, labels.length, FEATURES, Float.NaN);
            matrix.setFeatureTypes(new String[] {"q", "q", "q", "c"});
            matrix.setLabel(labels);
            return matrix;
        }

        HeldOutRows heldOut() {
            double[] numbers = new double[labels.length];
            double[] weights = new double[labels.length];
            Arrays.setAll(numbers, i -> labels[i]);
            Arrays.fill(weights, 1);
            return new HeldOutRows(TaskType.BINARY, features, numbers, weights);
        }
    }

    private static Booster booster() throws XGBoostError {
        return XGBoost.train(
                Sample.of(1500, 1).matrix(),
                Map.of(
                        "objective",
                        "binary:logistic",
                        "max_depth",
                        5,
                        "nthread",
                        1,
                        "verbosity",
                        0,
                        "eta",
                        0.2,
                        "max_cat_to_onehot",
                        1),
                20,
                Map.of(),
                null,
                null);
    }

    private static Booster cut(Booster booster, Strength strength) throws Exception {
        return XGBoost.loadModel(new BoosterTrees(booster.toByteArray("json")).cut(strength));
    }

    @Test
    void whatIsCutNotAtAllPredictsTheSame() throws Exception {
        Booster booster = booster();
        DMatrix rows = Sample.of(500, 2).matrix();

        assertThat(cut(booster, Strength.NONE).predict(rows)).isDeepEqualTo(booster.predict(rows));
    }

    @Test
    void theFirstTreesPredictAsXgboostDoesByThem() throws Exception {
        Booster booster = booster();
        DMatrix rows = Sample.of(500, 2).matrix();

        Booster half = cut(booster, Strength.ofTrees(0.5, 0));

        assertThat(half.predict(rows)).isDeepEqualTo(booster.predict(rows, false, 10));
        assertThat(new BoosterTrees(half.toByteArray("json")).size().trees()).isEqualTo(10);
    }

    /** XGBoost, which loads what was written, and our reader of its format agree about it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.7, 0.95, 0.9999})
    void whatStaysOfTreesIsReadAlikeByXgboostAndByUs(double share) throws Exception {
        Booster booster = booster();
        Sample sample = Sample.of(500, 2);
        BoosterTrees whole = new BoosterTrees(booster.toByteArray("json"));

        Booster pruned = cut(booster, Strength.ofTrees(1, share));

        BoosterTrees trees = new BoosterTrees(pruned.toByteArray("json"));
        assertThat(trees.size().nodes()).isLessThan(whole.size().nodes());
        assertThat(trees.size().trees()).isEqualTo(20);
        // A binary tree has a leaf more than splits.
        assertThat(trees.gains()).hasSize((int) (trees.size().nodes() - 20) / 2);
        float[][] predicted = pruned.predict(sample.matrix());
        double[] ours = sample.heldOut().predictions(XgBoostTrees.of(pruned));
        for (int row = 0; row < predicted.length; row++) {
            assertThat(ours[row]).isEqualTo(predicted[row][0], within(1e-7));
        }
    }

    @Test
    void oneTreeThatLosesAllItsSplitsIsTheMeanLeaf() throws Exception {
        Sample sample = Sample.of(800, 3);
        Booster one = XGBoost.train(
                sample.matrix(),
                Map.of(
                        "objective",
                        "reg:squarederror",
                        "max_depth",
                        4,
                        "nthread",
                        1,
                        "verbosity",
                        0,
                        "lambda",
                        0,
                        "base_score",
                        0),
                1,
                Map.of(),
                null,
                null);

        float[][] predicted = cut(one, Strength.ofTrees(1, 0.99999)).predict(sample.matrix());

        // Squared error: a Hessian of 1 a row, so that the mean leaf is the mean prediction.
        double mean = Arrays.stream(one.predict(sample.matrix()))
                .mapToDouble(row -> row[0])
                .average()
                .orElseThrow();
        assertThat(predicted[0][0]).isEqualTo((float) mean, within(1e-5f));
        assertThat(predicted[799][0]).isEqualTo(predicted[0][0]);
    }

    /** Against all trees that can be cut from one: splits with their gains, three levels deep. */
    @Property(tries = 200)
    void noOtherCutIsWorthMore(
            @ForAll @DoubleRange(max = 10) double a,
            @ForAll @DoubleRange(max = 10) double b,
            @ForAll @DoubleRange(max = 10) double c,
            @ForAll @DoubleRange(max = 10) double d,
            @ForAll @DoubleRange(max = 10) double e,
            @ForAll @DoubleRange(max = 8) double price) {
        // a over b and c, b over d and e.
        LeafCost cost = new LeafCost(price);
        double best = 0;
        for (int kept = 0; kept < 32; kept++) {
            boolean root = (kept & 1) != 0;
            boolean left = (kept & 2) != 0;
            boolean right = (kept & 4) != 0;
            boolean leftLeft = (kept & 8) != 0;
            boolean leftRight = (kept & 16) != 0;
            boolean connected = (root || !left && !right) && (left || !leftLeft && !leftRight);
            double worth = (root ? a - price : 0)
                    + (left ? b - price : 0)
                    + (right ? c - price : 0)
                    + (leftLeft ? d - price : 0)
                    + (leftRight ? e - price : 0);
            best = connected ? Math.max(best, worth) : best;
        }

        double worth = cost.worth(a, cost.worth(b, cost.worth(d, 0) + cost.worth(e, 0)) + cost.worth(c, 0));

        assertThat(worth).isEqualTo(best, within(1e-9));
    }

    @Test
    void treesOfSparkAreCutTheSameWay(SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> rows = rows(spark, Sample.of(600, 4));
        RandomForestClassificationModel forest = new RandomForestClassifier()
                .setNumTrees(12)
                .setMaxDepth(5)
                .setSeed(1)
                .fit(rows);

        Transformer same = SparkTreesCut.cut(forest, Strength.NONE).orElseThrow();
        var smaller = (RandomForestClassificationModel)
                SparkTreesCut.cut(forest, Strength.ofTrees(0.5, 0.8)).orElseThrow();
        var stumps = (RandomForestClassificationModel)
                SparkTreesCut.cut(forest, Strength.ofTrees(1, 0.99999)).orElseThrow();

        assertThat(predictions(same, rows)).isEqualTo(predictions(forest, rows));
        assertThat(smaller.getNumTrees()).isEqualTo(6);
        smaller.write().save(folder.resolve("smaller").toString());
        assertThat(predictions(
                        RandomForestClassificationModel.load(
                                folder.resolve("smaller").toString()),
                        rows))
                .isEqualTo(predictions(smaller, rows));
        assertThat(smaller.totalNumNodes()).isLessThan(forest.totalNumNodes() / 2);
        for (int tree = 0; tree < 6; tree++) {
            assertPrefix(forest.trees()[tree].rootNode(), smaller.trees()[tree].rootNode());
        }
        for (DecisionTreeClassificationModel tree : stumps.trees()) {
            assertThat(tree.rootNode().prediction()).isIn(0.0, 1.0);
        }
        HeldOutRows heldOut = Sample.of(300, 5).heldOut();
        assertThat(heldOut.quality(CompiledModel.of(smaller).orElseThrow()))
                .isGreaterThan(heldOut.quality(CompiledModel.of(stumps).orElseThrow()));
    }

    /** What stays are the same splits from the root on. */
    private static void assertPrefix(Node whole, Node cut) {
        if (cut instanceof InternalNode split) {
            InternalNode original = (InternalNode) whole;
            assertThat(split.split()).isEqualTo(original.split());
            assertPrefix(original.leftChild(), split.leftChild());
            assertPrefix(original.rightChild(), split.rightChild());
        } else {
            assertThat(cut.prediction()).isEqualTo(whole.prediction());
        }
    }

    @Test
    void losesNoMoreThanItMay(SparkSession spark) {
        Sample training = Sample.of(1500, 6);
        PipelineModel model = new PipelineModel("boosted", new Transformer[] {
            new GBTClassifier().setMaxIter(15).setMaxDepth(4).setSeed(1).fit(rows(spark, training))
        });
        HeldOutRows heldOut = Sample.of(4000, 7).heldOut();

        Compression.Outcome strict = new Compression(0.002).of(model, heldOut, rows(spark, training));
        Compression.Outcome generous = new Compression(0.05).of(model, heldOut, rows(spark, training));

        Compression.Measured little = strict.after().orElseThrow();
        Compression.Measured much = generous.after().orElseThrow();
        assertThat(strict.before().quality() - little.quality()).isLessThanOrEqualTo(0.002);
        assertThat(strict.before().quality() - much.quality()).isLessThanOrEqualTo(0.05);
        assertThat(little.size().nodes()).isLessThan(strict.before().size().nodes());
        assertThat(much.size().nodes()).isLessThan(little.size().nodes());
        assertThat(heldOut.half(1).quality(CompiledModel.of(much.model()).orElseThrow()))
                .isEqualTo(much.quality());
    }

    /** One split, which is all that it knows. */
    @Test
    void whatCannotBeSmallerIsNoNewModel(SparkSession spark) {
        Dataset<Row> training = rows(spark, Sample.of(1500, 12));
        PipelineModel stump = new PipelineModel("stump", new Transformer[] {
            new GBTClassifier().setMaxIter(1).setMaxDepth(1).setSeed(1).fit(training)
        });

        assertThat(new Compression(0.001)
                        .of(stump, Sample.of(1000, 13).heldOut(), training)
                        .after())
                .isEmpty();
    }

    @Test
    void layersInPartsAreNotCut(SparkSession spark, @TempDir Path folder) {
        Dataset<Row> training = rows(spark, Sample.of(200, 10)).withColumn("weight", functions.lit(1.0));
        PipelineModel inParts = NeuralNetwork.of(
                        TaskType.BINARY, new NeuralNetworkSettings(List.of(8), 1, 128, 0.005, 0, 0, 3))
                .setSplitWiderThan(5)
                .setCheckpointFolder(folder.toString())
                .fit(training);
        PipelineModel mended = new PipelineModel("mended", new Transformer[] {
            new CalibratedModel(inParts, new Calibrator(List.of(new BetaCalibration(1, 1, 0, 1e-6))))
        });

        assertThatThrownBy(() ->
                        new Compression(0.01).of(mended, Sample.of(100, 11).heldOut(), training))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot compress the model: layers of its network were split among workers")
                .hasMessageContaining("split-wider-than");
    }

    @Test
    void aNetworkLosesUnitsAndIsTrainedOn(SparkSession spark, @TempDir Path folder) throws IOException {
        Dataset<Row> training = rows(spark, Sample.of(3000, 8))
                .withColumn("weight", functions.lit(1.0))
                .cache();
        PipelineModel model = NeuralNetwork.of(
                        TaskType.BINARY, new NeuralNetworkSettings(List.of(48, 32), 12, 128, 0.005, 0.1, 0.0001, 3))
                .fit(training);
        HeldOutRows heldOut = Sample.of(4000, 9).heldOut();

        Compression.Outcome outcome = new Compression(0.01).of(model, heldOut, training);

        Compression.Measured smaller = outcome.after().orElseThrow();
        assertThat(outcome.before().quality() - smaller.quality()).isLessThanOrEqualTo(0.01);
        assertThat(smaller.size().bytes()).isLessThan(outcome.before().size().bytes() / 3);
        assertThat(smaller.strength().int8()).isTrue();
        assertThat(smaller.strength().units()).isLessThan(1);
        smaller.model().write().save(folder.resolve("smaller").toString());
        PipelineModel loaded = PipelineModel.load(folder.resolve("smaller").toString());
        assertThat(new SmallerModel(loaded).size()).isEqualTo(smaller.size());
        assertThat(predictions(loaded, training)).isEqualTo(predictions(smaller.model(), training));
        assertThat(heldOut.half(1).quality(CompiledModel.of(loaded).orElseThrow()))
                .isEqualTo(smaller.quality());
    }

    /** Thresholds 1 to 100, the last ten of ten splits each. */
    @Test
    void neighbouringThresholdsBecomeOne() {
        List<Double> thresholds = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            thresholds.addAll(Collections.nCopies(i > 90 ? 10 : 1, (double) i));
        }

        ThresholdBins bins = ThresholdBins.of(Map.of(5, thresholds, 6, List.of(1.0, 2.0)), 19);

        double before = Double.NEGATIVE_INFINITY;
        Map<Double, Integer> splits = new TreeMap<>();
        for (double threshold : thresholds) {
            assertThat(bins.of(5, threshold)).isGreaterThanOrEqualTo(before).isIn(thresholds);
            before = bins.of(5, threshold);
            splits.merge(before, 1, Integer::sum);
        }
        assertThat(splits).hasSize(19);
        assertThat(splits.values()).allMatch(count -> count == 10);
        assertThat(bins.of(6, 2)).isEqualTo(2);
        assertThat(bins.size()).isEqualTo(21);
    }

    @Test
    void fewerThresholdsPredictMuchTheSame(SparkSession spark) {
        Sample sample = Sample.of(1500, 10);
        Dataset<Row> rows = rows(spark, sample);
        Transformer boosted = new GBTClassifier()
                .setMaxIter(15)
                .setMaxDepth(4)
                .setMaxBins(200)
                .setSeed(1)
                .fit(rows);
        HeldOutRows heldOut = Sample.of(2000, 11).heldOut();
        double quality = heldOut.quality(CompiledModel.of(boosted).orElseThrow());

        Transformer binned =
                SparkTreesCut.cut(boosted, Strength.NONE.withBins(16)).orElseThrow();

        assertThat(SparkTreesCut.thresholds(boosted)).isGreaterThan(16L * FEATURES);
        assertThat(SparkTreesCut.thresholds(binned)).isLessThanOrEqualTo(16L * FEATURES);
        assertThat(heldOut.quality(CompiledModel.of(binned).orElseThrow())).isGreaterThan(quality - 0.02);
    }

    /** XGBoost, which loads what was written, and our reader of its format agree about it, categories included. */
    @Test
    void xgboostLoadsTreesOfFewerThresholds() throws Exception {
        Booster booster = booster();
        DMatrix rows = Sample.of(500, 2).matrix();
        Size before = new BoosterTrees(booster.toByteArray("json")).size();

        Booster binned = cut(booster, Strength.NONE.withBins(8));

        Size size = new BoosterTrees(binned.toByteArray("json")).size();
        assertThat(before.thresholds()).isGreaterThan(8L * FEATURES);
        assertThat(size.thresholds()).isLessThanOrEqualTo(8L * FEATURES);
        assertThat(size.nodes()).isEqualTo(before.nodes());
        float[][] predicted = booster.predict(rows);
        float[][] predictedBinned = binned.predict(rows);
        double difference = 0;
        for (int row = 0; row < predicted.length; row++) {
            difference += Math.abs(predicted[row][0] - predictedBinned[row][0]) / predicted.length;
        }
        assertThat(difference).isBetween(1e-4, 0.1);
    }

    private static List<String> predictions(Transformer model, Dataset<Row> rows) {
        return model.transform(rows).select("probability").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    private static Dataset<Row> rows(SparkSession spark, Sample sample) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < sample.labels().length; row++) {
            double[] features = new double[FEATURES];
            for (int f = 0; f < FEATURES; f++) {
                features[f] = Sample.value(sample.features()[row * FEATURES + f]);
            }
            rows.add(RowFactory.create(Vectors.dense(features), (double) sample.labels()[row]));
        }
        return spark.createDataFrame(
                rows,
                new StructType().add("features", SQLDataTypes.VectorType()).add("label", DataTypes.DoubleType));
    }
}
