package io.lepton.training.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.FeatureRows;
import io.lepton.training.TaskType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks with units taken out, and with weights of eight bits. */
class SmallerNetworkTest {
    private static final int FEATURES = 6;

    static List<NetworkShape> shapes() {
        List<NetworkShape> shapes = new ArrayList<>();
        for (int embedding : new int[] {0, 2}) {
            InputShape input = new InputShape(List.of(0, 3, 0, 0, 0, 0), List.of(-1, -1, -1, -1, 0, 0), embedding);
            for (boolean normalized : new boolean[] {false, true}) {
                shapes.add(
                        new NetworkShape(TaskType.MULTICLASS, input, Architecture.MLP, List.of(7, 12), normalized, 3));
            }
            shapes.add(new NetworkShape(TaskType.BINARY, input, Architecture.RESIDUAL, List.of(8, 6), true, 1));
        }
        shapes.add(new NetworkShape(
                TaskType.REGRESSION, InputShape.standardized(FEATURES), Architecture.MLP, List.of(9), false, 1));
        shapes.add(new NetworkShape(
                TaskType.REGRESSION, InputShape.standardized(FEATURES), Architecture.MLP, List.of(), false, 1));
        return shapes;
    }

    private static Network network(NetworkShape shape, Random random) {
        double[][] edges = new double[FEATURES][0];
        for (int feature = 0; feature < FEATURES; feature++) {
            edges[feature] = shape.input().isBinned(feature) ? new double[] {-2, 0, 0.5, 3} : new double[0];
        }
        double[] rates = random.doubles(FEATURES, 0.5, 2).toArray();
        Encoding encoding = new Encoding(new Scaling(new double[FEATURES], rates, 0, 1), edges);
        float[] parameters = new float[shape.parameters()];
        int at = 0;
        for (NetworkShape.Layer layer : shape.layers()) {
            for (int i = 0; i < layer.parameters(); i++) {
                boolean variance = layer.kind() == NetworkShape.Kind.BATCH_NORMALIZATION && i >= 3 * layer.outputs();
                parameters[at++] = (float) (variance ? 0.5 + random.nextDouble() : random.nextGaussian());
            }
        }
        return new Network(shape, encoding, parameters);
    }

    private static float[] rows(int count, Random random) {
        float[] rows = new float[count * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 11 == 0 ? Float.NaN : (float) (2 * random.nextGaussian());
        }
        return rows;
    }

    private static double[] outputs(Network network, float[] rows) {
        return new FeatureRows(rows, FEATURES).outputs(new NetworkScoring(network));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void unitsThatNothingReadsGoFirstAndChangeNothing(NetworkShape shape) {
        Random random = new Random(3);
        Network network = network(shape, random);
        List<NetworkShape.Layer> layers = shape.layers();
        int at = 0;
        for (int number = 0; number < layers.size(); number++) {
            NetworkShape.Layer layer = layers.get(number);
            for (int out = 0; shape.isOverUnits(number) && out < layer.outputs(); out++) {
                // Every second unit, of those that are counted from 0.
                for (int in = 1; in < layer.inputs(); in += 2) {
                    network.parameters()[at + out * layer.inputs() + in] = 0;
                }
            }
            at += layer.parameters();
        }
        float[] rows = rows(40, random);

        Network smaller = new NetworkPruning(network).keep(0.5);

        assertThat(smaller.parameters()).hasSize(smaller.shape().parameters());
        if (shape.isResidual()) {
            // What runs past the blocks is written by all of them, though nothing reads half of it.
            assertThat(smaller.shape().hidden()).containsExactly(4, 3);
        } else {
            assertThat(smaller.shape().hidden())
                    .isEqualTo(shape.hidden().stream()
                            .map(units -> (units + 1) / 2)
                            .toList());
        }
        assertThat(outputs(smaller, rows)).containsExactly(outputs(network, rows), within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void allUnitsStayWhereNoneIsToGo(NetworkShape shape) {
        Network network = network(shape, new Random(4));

        Network same = new NetworkPruning(network).keep(1);

        assertThat(same.shape()).isEqualTo(shape);
        assertThat(same.parameters()).isEqualTo(network.parameters());
    }

    /** The largest error of a weight is half its unit's scale, that of an input half of 1/127 of the row's largest. */
    @ParameterizedTest
    @MethodSource("shapes")
    void integersSayNearlyWhatFloatsSay(NetworkShape shape) {
        Random random = new Random(5);
        Network network = network(shape, random);
        float[] rows = rows(200, random);
        NeuralNetworkModel quantized = new NeuralNetworkModel(network.quantized());

        double[] exact = outputs(network, rows);
        double[] rounded = outputs(quantized.network(), rows);

        double error = 0;
        double size = 0;
        for (int i = 0; i < exact.length; i++) {
            error += Math.pow(exact[i] - rounded[i], 2);
            size += exact[i] * exact[i];
        }
        assertThat(Math.sqrt(error / size)).isLessThan(0.15);
        if (shape.hidden().isEmpty()) {
            assertThat(quantized.integerWeights()).isZero();
        } else {
            assertThat(error).isPositive();
            assertThat(quantized.integerWeights()).isPositive();
        }
        assertOneRowIsWhatABlockIs(quantized.network(), rows);
    }

    private static void assertOneRowIsWhatABlockIs(Network network, float[] rows) {
        FeedForward forward = new FeedForward(network);
        FeatureBlock block = new FeatureBlock(FEATURES);
        block.copyRows(rows, 0, rows.length / FEATURES);
        FeedForward.BlockEvaluator evaluator = forward.new BlockEvaluator();
        for (int row = 0; row < block.rows(); row++) {
            double[] features = new double[FEATURES];
            for (int f = 0; f < FEATURES; f++) {
                features[f] = rows[row * FEATURES + f];
            }
            double[] alone = forward.outputs(Vectors.dense(features));
            float[] inBlock = evaluator.outputs(block, row, 1)[0];
            for (int out = 0; out < alone.length; out++) {
                assertThat((double) inBlock[out]).isEqualTo(alone[out]);
            }
        }
    }

    /** Long integers, one product after the other. */
    @Property(tries = 60)
    void multipliesIntegersExactly(
            @ForAll @IntRange(min = 1, max = 2300) int inputs,
            @ForAll @IntRange(min = 1, max = 9) int outputs,
            @ForAll boolean rectifies,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] parameters = new float[(inputs + 1) * outputs];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextGaussian();
        }
        float[][] rows = new float[4][inputs];
        for (float[] row : rows) {
            for (int in = 0; in < inputs; in++) {
                row[in] = random.nextInt(4) == 0 ? 0 : (float) (3 * random.nextGaussian());
            }
        }
        Int8Dense layer = Int8Dense.of(parameters, 0, NetworkShape.Layer.dense(inputs, outputs));
        float[][] found = new float[4][outputs];

        (rectifies ? layer.rectifying() : layer).applied().apply(rows, 4, found);

        for (int row = 0; row < 4; row++) {
            double largest = 0;
            for (float x : rows[row]) {
                largest = Math.max(largest, rectifies ? x : Math.abs(x));
            }
            for (int out = 0; out < outputs; out++) {
                float scale = Int8Dense.scale(parameters, out * inputs, inputs);
                long sum = 0;
                for (int in = 0; in < inputs; in++) {
                    double x = rectifies ? Math.max(0, rows[row][in]) : rows[row][in];
                    long ofInput = largest > 0 ? (long) Math.rint(127 / largest * x) : 0;
                    sum += ofInput * (long) Math.rint(parameters[out * inputs + in] / scale);
                }
                double expected = parameters[inputs * outputs + out] + sum * (scale * (largest / 127));
                assertThat((double) found[row][out]).isCloseTo(expected, within(1e-6 * (1 + Math.abs(expected))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aFileHoldsIntegersInAByteEach(NetworkShape shape) throws IOException {
        Network network = network(shape, new Random(6));
        Network quantized = network.quantized();

        byte[] bytes = bytes(quantized);
        Network read = NetworkFile.read(new ByteArrayInputStream(bytes));

        assertThat(read.precision()).isEqualTo(WeightPrecision.INT8);
        assertThat(read.parameters()).isEqualTo(quantized.parameters());
        assertThat(read.quantized().parameters()).isEqualTo(quantized.parameters());
        long scales =
                shape.layers().stream().mapToLong(layer -> 4L * layer.outputs()).sum();
        assertThat((long) bytes(network).length - bytes.length)
                .isBetween(3 * quantized.integerWeights() - scales, 3 * quantized.integerWeights() + 1);
    }

    private static byte[] bytes(Network network) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NetworkFile.write(network, bytes);
        return bytes.toByteArray();
    }

    /** Trained on without them, its probabilities would move to another base rate. */
    @Test
    void whatClassesWeighedIsKnownWhateverBecomesOfTheNetwork() throws IOException {
        Network network = network(shapes().get(1), new Random(8));
        Network balanced = new Network(
                network.shape(),
                network.encoding(),
                network.parameters(),
                WeightPrecision.FLOAT,
                ClassWeights.BALANCED);

        Network smaller = new NetworkPruning(balanced).keep(0.5).quantized();

        assertThat(NetworkFile.read(new ByteArrayInputStream(bytes(smaller))).classWeights())
                .isEqualTo(ClassWeights.BALANCED);
    }

    @Test
    void readsAFileOfTheVersionBefore() throws IOException {
        Network network = network(shapes().get(1), new Random(7));
        byte[] now = bytes(network);
        // The word and the version, then FLOAT and NONE, each after its length.
        byte[] before = new byte[now.length - 13];
        System.arraycopy(now, 0, before, 0, 12);
        System.arraycopy(now, 25, before, 12, before.length - 12);
        before[11] = 3;

        Network read = NetworkFile.read(new ByteArrayInputStream(before));

        assertThat(read.precision()).isEqualTo(WeightPrecision.FLOAT);
        assertThat(read.shape()).isEqualTo(network.shape());
        assertThat(read.parameters()).isEqualTo(network.parameters());
    }
}
