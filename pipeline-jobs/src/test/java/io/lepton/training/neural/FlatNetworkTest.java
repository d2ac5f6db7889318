package io.lepton.training.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.training.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps on flat arrays beside DeepLearning4J's, of every kind of network. */
class FlatNetworkTest {
    private static final int ROWS = 64;
    private static final int STEPS = 6;

    static Stream<Arguments> networks() {
        return NeuralNetworkModelTest.shapes().flatMap(shape -> Stream.of(Optimizer.values())
                .map(optimizer -> Arguments.of(Stream.concat(Stream.of(shape.get()), Stream.of(optimizer))
                        .toArray())));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void takesTheStepsThatDeepLearning4jTakes(
            TaskType task,
            Architecture architecture,
            boolean normalized,
            List<Integer> hidden,
            int embedding,
            Optimizer optimizer) {
        NativeThreads.use(1);
        NeuralNetworkSettings settings =
                NeuralNetworkModelTest.settings(architecture, normalized, hidden, embedding, optimizer, 0, 0.1);
        Random random = new Random(5);
        Encoding encoding = NeuralNetworkModelTest.encoding(random);
        NetworkShape shape = NetworkShape.of(
                task, new InputShape(encoding.bins(), NeuralNetworkModelTest.GROUPS, embedding), settings, 4);
        List<Batch> batches = batches(shape, encoding, random);
        List<float[]> gradients = new ArrayList<>();
        List<float[]> theirGradients = new ArrayList<>();
        try (TrainableNetwork ours = new FlatNetwork(shape, encoding.zeroCodes(), settings, LayerPeer.alone());
                TrainableNetwork theirs = new GraphNetwork(shape, encoding.zeroCodes(), settings, ROWS)) {
            assertThat(ours.state().parameters()).isEqualTo(theirs.state().parameters());
            theirs.restore(halved(theirs.state()));
            ours.onGradient(keptIn(gradients));
            theirs.onGradient(keptIn(theirGradients));
            for (int step = 0; step < STEPS; step++) {
                double rate = 0.01 / (step + 1);
                // Adam makes whole steps of what rounding leaves of a derivative of 0.
                ours.restore(theirs.state());

                assertClose(
                        ours.outputs(batches.get(0).features(), ROWS),
                        theirs.outputs(batches.get(0).features(), ROWS),
                        1e-5);

                double loss = ours.step(batches.get(step), rate);

                assertThat(loss).isCloseTo(theirs.step(batches.get(step), rate), within(1e-4 * ROWS));
                assertClose(gradients.get(step), theirGradients.get(step), 1e-5);
                TrainerState state = ours.state();
                TrainerState theirState = theirs.state();
                assertThat(state.steps()).isEqualTo(step + 1).isEqualTo(theirState.steps());
                assertClose(state.updater(), theirState.updater(), 1e-5);
                assertMoved(shape, theirGradients.get(step), state.parameters(), theirState.parameters());
            }
        }
    }

    /** So that no probability is so close to 0 or 1 that DeepLearning4J cuts it off. */
    private static TrainerState halved(TrainerState state) {
        float[] halves = state.parameters();
        IntStream.range(0, halves.length).forEach(i -> halves[i] /= 2);
        return new TrainerState(halves, state.updater(), state.steps());
    }

    private static Consumer<float[]> keptIn(List<float[]> gradients) {
        return gradient -> gradients.add(gradient.clone());
    }

    private static List<Batch> batches(NetworkShape shape, Encoding encoding, Random random) {
        return IntStream.range(0, STEPS)
                .mapToObj(step -> {
                    Batch batch = new Batch(shape, ROWS, LayerPeer.alone());
                    float[] zeros = encoding.zeroCodes();
                    for (int i = 0; i < batch.features().length; i++) {
                        int feature = i % zeros.length;
                        float code = encoding.isBinned(feature)
                                ? encoding.bins().get(feature) * random.nextInt(9) / 8f
                                : (float) random.nextGaussian() / 2;
                        batch.features()[i] = random.nextInt(3) == 0 ? zeros[feature] : code;
                    }
                    for (int row = 0; row < ROWS; row++) {
                        batch.labels()[row] = random.nextInt(shape.task() == TaskType.MULTICLASS ? 4 : 2);
                        batch.weights()[row] = random.nextInt(4) / 2f;
                    }
                    return batch;
                })
                .toList();
    }

    private static void assertClose(float[] ours, float[] theirs, double tolerance) {
        assertThat(ours).hasSameSizeAs(theirs);
        double largest = IntStream.range(0, theirs.length)
                .mapToDouble(i -> Math.abs(theirs[i]))
                .max()
                .orElse(0);
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).isCloseTo(theirs[i], within((float) (tolerance * Math.max(1, largest))));
        }
    }

    /** Parameters whose derivative is more than rounding. */
    private static void assertMoved(NetworkShape shape, float[] gradient, float[] ours, float[] theirs) {
        int told = 0;
        for (int i = 0; i < ours.length; i++) {
            if (Math.abs(gradient[i]) > 1e-2) {
                assertThat(ours[i]).as("parameter %d of %s", i, shape.layers()).isCloseTo(theirs[i], within(1e-4f));
                told++;
            }
        }
        assertThat(told).isGreaterThan(shape.parameters() / 3);
    }

    @Test
    void learnsOnFromWhatDropoutLeaves() {
        NeuralNetworkSettings settings =
                NeuralNetworkModelTest.settings(Architecture.MLP, false, List.of(20, 10), 0, Optimizer.ADAMW, 0.5, 0);
        Random random = new Random(5);
        Encoding encoding = NeuralNetworkModelTest.encoding(random);
        NetworkShape shape = NetworkShape.of(
                TaskType.BINARY, new InputShape(encoding.bins(), NeuralNetworkModelTest.GROUPS, 0), settings, 2);
        Batch batch = batches(shape, encoding, random).get(0);
        List<float[]> gradients = new ArrayList<>();
        try (TrainableNetwork network = new FlatNetwork(shape, encoding.zeroCodes(), settings, LayerPeer.alone())) {
            TrainerState start = network.state();
            network.onGradient(keptIn(gradients));
            for (int seed : new int[] {1, 1, 2}) {
                network.restore(start);
                network.seed(seed);
                network.step(batch, 0.01);
            }
        }
        assertThat(gradients.get(1)).isEqualTo(gradients.get(0));
        assertThat(gradients.get(2)).isNotEqualTo(gradients.get(0));
    }
}
