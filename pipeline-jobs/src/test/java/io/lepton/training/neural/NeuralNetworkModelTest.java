package io.lepton.training.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.inference.FeatureBlock;
import io.lepton.testing.LocalSpark;
import io.lepton.training.TaskType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LocalSpark.class)
class NeuralNetworkModelTest {

    private static final RowWeights AS_THEY_ARE = new RowWeights(1, ClassWeights.NONE.factors(new double[0]));

    static Stream<Arguments> shapes() {
        return Arrays.stream(TaskType.values()).flatMap(task -> Stream.of(0, 3)
                .flatMap(embedding -> Stream.of(
                        Arguments.of(task, Architecture.MLP, false, List.of(20, 10), embedding),
                        Arguments.of(task, Architecture.MLP, true, List.of(20, 10), embedding),
                        Arguments.of(task, Architecture.MLP, false, List.of(), embedding),
                        Arguments.of(task, Architecture.RESIDUAL, true, List.of(20, 10), embedding))));
    }

    static Stream<Arguments> scoredShapes() {
        return Stream.concat(
                shapes(), Stream.of(Arguments.of(TaskType.BINARY, Architecture.MLP, false, List.of(128, 128, 128), 0)));
    }

    static NeuralNetworkSettings settings(
            Architecture architecture, boolean normalized, List<Integer> hidden, int embedding) {
        return settings(architecture, normalized, hidden, embedding, Optimizer.ADAMW, 0.3, 0.001);
    }

    static NeuralNetworkSettings settings(
            Architecture architecture,
            boolean normalized,
            List<Integer> hidden,
            int embedding,
            Optimizer optimizer,
            double dropout,
            double weightDecay) {
        return new NeuralNetworkSettings(
                architecture,
                hidden,
                normalized,
                0,
                embedding,
                1,
                16,
                optimizer,
                0.01,
                Schedule.COSINE,
                0,
                dropout,
                weightDecay,
                ClassWeights.NONE,
                11);
    }

    /** The last four features are categories of two columns. */
    static final List<Integer> GROUPS = List.of(-1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 0, 0);

    /** Twelve features: standardized, but for two in bins. */
    static Encoding encoding(Random random) {
        double[][] edges = new double[12][0];
        edges[3] = new double[] {-4, -1, 0.5, 6};
        edges[7] = new double[] {0, 2, 3};
        double[] means = random.doubles(12, -3, 3).toArray();
        return new Encoding(new Scaling(means, random.doubles(12, 0.2, 2).toArray(), 0, 1), edges);
    }

    @ParameterizedTest
    @MethodSource("scoredShapes")
    void computesWhatDeepLearning4jComputes(
            TaskType task, Architecture architecture, boolean normalized, List<Integer> hidden, int embedding)
            throws Exception {
        NeuralNetworkSettings settings = settings(architecture, normalized, hidden, embedding);
        Random random = new Random(5);
        Encoding encoding = encoding(random);
        NetworkShape shape = NetworkShape.of(task, new InputShape(encoding.bins(), GROUPS, embedding), settings, 4);
        TrainingRows rows = new TrainingRows(encoding, AS_THEY_ARE, inMemory());
        double[][] x = new double[50][];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.doubles(12, -8, 8).map(v -> v < -2 ? 0 : v).toArray();
            x[i][7] = i % 5 == 0 ? Double.NaN : x[i][7];
            rows.add(Vectors.dense(x[i]), i % (task == TaskType.MULTICLASS ? 4 : 2), 1);
        }
        rows.complete();
        float[] codes = new float[x.length * encoding.features()];
        for (int i = 0; i < x.length; i++) {
            rows.write(i, codes, i * encoding.features());
        }

        GraphNetwork graph = new GraphNetwork(shape, encoding.zeroCodes(), settings, 16);
        try (MiniBatchTrainer trainer = new MiniBatchTrainer(shape, graph, 16, LayerPeer.alone())) {
            trainer.train(rows, new EpochOrder(50, 1), 50, 4, 0.01, 1);
            Network network = new Network(shape, encoding, trainer.state().parameters());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            NetworkFile.write(network, bytes);
            Network saved = NetworkFile.read(new ByteArrayInputStream(bytes.toByteArray()));
            FeedForward ours = new FeedForward(saved);
            float[] theirs = graph.outputs(codes, x.length);
            double[] blocks = blocks(new NetworkScoring(saved), x, theirs.length / x.length);
            // A probability, or a quantity of any size.
            double tolerance = task == TaskType.REGRESSION ? 5e-6 : 1e-6;

            for (int i = 0; i < x.length; i++) {
                double[] dense = activated(task, ours.outputs(Vectors.dense(x[i])));
                double[] sparse =
                        activated(task, ours.outputs(Vectors.dense(x[i]).toSparse()));
                for (int k = 0; k < dense.length; k++) {
                    assertThat(dense[k]).isCloseTo(theirs[i * dense.length + k], within(tolerance));
                    assertThat(blocks[i * dense.length + k]).isCloseTo(theirs[i * dense.length + k], within(tolerance));
                    assertThat(sparse[k]).isCloseTo(dense[k], within(1e-9));
                }
            }
        }
    }

    /** As batches are scored; of two classes the probability of the second. */
    private static double[] blocks(NetworkScoring scoring, double[][] x, int outputs) {
        FeatureBlock block = new FeatureBlock(x[0].length);
        block.resize(x.length);
        for (int row = 0; row < x.length; row++) {
            for (int feature = 0; feature < x[row].length; feature++) {
                block.set(row, feature, x[row][feature]);
            }
        }
        double[] predictions = new double[FeatureBlock.ROWS * scoring.outputs()];
        scoring.scorer().predict(block, predictions);
        double[] found = new double[x.length * outputs];
        for (int i = 0; i < found.length; i++) {
            found[i] = predictions[i / outputs * scoring.outputs() + scoring.outputs() - outputs + i % outputs];
        }
        return found;
    }

    static RowMemory inMemory() {
        return new RowMemory(Long.MAX_VALUE, Path.of("."));
    }

    private static double[] activated(TaskType task, double[] outputs) {
        return switch (task) {
            case REGRESSION -> outputs;
            case BINARY -> new double[] {1 / (1 + Math.exp(-outputs[0]))};
            case MULTICLASS -> {
                double sum = Arrays.stream(outputs).map(Math::exp).sum();
                yield Arrays.stream(outputs)
                        .map(output -> Math.exp(output) / sum)
                        .toArray();
            }
        };
    }

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void oneRowOfWeightThreeTakesTheStepThatThreeRowsTake(TaskType task) {
        double[] light = {0.3, 0.5};
        double[] heavy = {1, -1};
        NeuralNetworkSettings settings = new NeuralNetworkSettings(List.of(6), 1, 16, 0.01, 0, 0, 11);
        NetworkShape shape = NetworkShape.of(task, InputShape.standardized(2), settings, 3);
        Encoding encoding = Encoding.standardized(new Scaling(new double[2], new double[] {1, 1}, 0, 1));
        RowWeights halved = new RowWeights(2, ClassWeights.NONE.factors(new double[0]));
        TrainingRows weighted = new TrainingRows(encoding, halved, inMemory());
        weighted.add(Vectors.dense(light), 0, 1);
        weighted.add(Vectors.dense(heavy), 1, 3);
        TrainingRows repeated = new TrainingRows(encoding, AS_THEY_ARE, inMemory());
        repeated.add(Vectors.dense(light), 0, 1);
        for (int i = 0; i < 3; i++) {
            repeated.add(Vectors.dense(heavy), 1, 1);
        }
        weighted.complete();
        repeated.complete();

        float[] ofWeighted = moments(shape, settings, weighted);
        float[] ofRepeated = moments(shape, settings, repeated);

        for (int i = 0; i < ofWeighted.length; i++) {
            assertThat(ofWeighted[i]).isCloseTo(ofRepeated[i], within(1e-6f));
        }
    }

    /** Adam's moments after one step: a tenth of the gradient, and a thousandth of its square. */
    private static float[] moments(NetworkShape shape, NeuralNetworkSettings settings, TrainingRows rows) {
        try (MiniBatchTrainer trainer = MiniBatchTrainer.of(shape, new float[2], settings, rows.size())) {
            trainer.train(rows, new EpochOrder(rows.size(), 1), rows.size(), 1, 0.01, 1);
            float[] moments = trainer.state().updater();
            assertThat(moments).isNotEqualTo(new float[moments.length]);
            return moments;
        }
    }

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void predictsTheSameAfterSavingAndLoading(TaskType task, SparkSession spark, @TempDir Path folder)
            throws Exception {
        Dataset<Row> rows = task == TaskType.REGRESSION
                ? SyntheticRows.waves(spark, 300, 1)
                : task == TaskType.BINARY
                        ? SyntheticRows.exclusiveOr(spark, 300, 1)
                        : SyntheticRows.clouds(spark, 300, 1);
        PipelineModel model = NeuralNetwork.of(task, NeuralNetworkTest.quick(2)).fit(rows);
        String path = folder.resolve("model").toString();

        model.save(path);
        PipelineModel loaded = PipelineModel.load(path);

        assertThat(loaded.stages()[0].uid()).isEqualTo(model.stages()[0].uid());
        assertThat(loaded.transform(rows).collectAsList())
                .isEqualTo(model.transform(rows).collectAsList());
        assertThat(model.copy(ParamMap.empty()).transform(rows).collectAsList())
                .isEqualTo(model.transform(rows).collectAsList());
        assertThat(loaded.transformSchema(rows.schema()).fieldNames())
                .containsExactly(model.transform(rows).columns());
    }

    @Test
    void classesComeWithLogOddsAndProbabilitiesThatAgree(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.exclusiveOr(spark, 200, 1);

        List<Row> scored = NeuralNetwork.of(TaskType.BINARY, NeuralNetworkTest.quick(10))
                .fit(rows)
                .transform(rows)
                .select("rawPrediction", "probability", "prediction")
                .collectAsList();

        assertThat(scored).hasSize(200).allSatisfy(row -> {
            Vector raw = row.getAs(0);
            Vector probability = row.getAs(1);
            assertThat(raw.apply(0)).isEqualTo(-raw.apply(1));
            assertThat(Math.log(probability.apply(1) / probability.apply(0))).isCloseTo(raw.apply(1), within(1e-6));
            assertThat(row.getDouble(2)).isEqualTo(probability.apply(1) > 0.5 ? 1.0 : 0.0);
        });
    }

    @Test
    void anEstimatorSurvivesSavingAndCopyingWithItsSettings(SparkSession spark, @TempDir Path folder) throws Exception {
        NeuralNetwork learner = NeuralNetwork.of(
                        TaskType.REGRESSION, new NeuralNetworkSettings(List.of(5, 4, 3), 9, 17, 0.02, 0.25, 0.125, 99))
                .setHeldOutEvery(4)
                .setPatience(2)
                .setRowsForOneWorker(1000)
                .setStepsPerRound(30);
        String path = folder.resolve("learner").toString();

        learner.save(path);
        NeuralNetwork loaded = NeuralNetworkRegressor.load(path);

        assertThat(loaded.uid()).isEqualTo(learner.uid());
        assertThat(loaded.params())
                .extracting(param -> loaded.getOrDefault(param).toString().replaceAll("@.*", ""))
                .isEqualTo(Arrays.stream(learner.params())
                        .map(param -> learner.getOrDefault(param).toString().replaceAll("@.*", ""))
                        .toList());
        assertThat((int[]) loaded.getOrDefault(loaded.hidden())).containsExactly(5, 4, 3);
        NeuralNetwork copy = learner.copy(new ParamMap().put(learner.epochs().w(3)));
        assertThat((int) copy.getOrDefault(copy.epochs())).isEqualTo(3);
        assertThat((int) learner.getOrDefault(learner.epochs())).isEqualTo(9);
        assertThat(learner.explainParams())
                .contains("dropout: share of hidden units left out of each step, [0, 1) (default: 0.2, current: 0.25)");
        assertThatThrownBy(() -> learner.setDropout(1)).hasMessageContaining("dropout");
    }

    @Test
    void refusesSchemasBeforeReadingAnyRow(SparkSession spark) {
        var arrays = spark.sql("SELECT array(1.0D) AS features, 1.0D AS label, 1.0D AS weight")
                .schema();
        var taken = SyntheticRows.SCHEMA.add("prediction", DataTypes.DoubleType);

        assertThatThrownBy(() -> new NeuralNetworkClassifier().transformSchema(arrays))
                .hasMessageContaining("must be a vector");
        assertThatThrownBy(() -> new NeuralNetworkClassifier().transformSchema(taken))
                .hasMessageContaining("Cannot add column 'prediction': it exists already");
    }

    @Test
    void refusesAFileThatIsNoNetworkOrOfALaterVersion() throws Exception {
        NetworkShape shape =
                new NetworkShape(TaskType.BINARY, InputShape.standardized(1), Architecture.MLP, List.of(), false, 1);
        Encoding encoding = Encoding.standardized(new Scaling(new double[] {1}, new double[] {1}, 0, 1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NetworkFile.write(new Network(shape, encoding, new float[] {1, 2}), bytes);
        byte[] later = bytes.toByteArray();
        later[11] = 5;

        assertThatThrownBy(() -> NetworkFile.read(new ByteArrayInputStream("something".getBytes("UTF-8"))))
                .hasMessage("it holds no neural network");
        assertThatThrownBy(() -> NetworkFile.read(new ByteArrayInputStream(later)))
                .hasMessageContaining("it is of version 5 and this Lepton reads version 4");
        assertThatThrownBy(() -> NetworkFile.read(new ByteArrayInputStream(bytes.toByteArray(), 0, bytes.size() - 1)))
                .isInstanceOf(java.io.EOFException.class);
    }

    @Test
    void choosesTheNativeLibraryThatTheProcessorUnderstands() {
        Set<String> haswell = Set.of("avx2", "fma", "bmi1", "bmi2", "f16c", "movbe", "abm", "sse2");
        Set<String> skylake = new java.util.TreeSet<>(haswell);
        skylake.addAll(Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"));

        assertThat(NativeThreads.extension(Set.of("sse2", "avx"))).isEmpty();
        assertThat(NativeThreads.extension(haswell)).isEqualTo("-avx2");
        assertThat(NativeThreads.extension(skylake)).isEqualTo("-avx512");
    }
}
