package io.lepton.training.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.training.TaskType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DividedNetworkTest {
    /** A network with all that layers may have, and rows, the same wherever they are made. */
    private record Trial(boolean batchNormalization, int bins, int embedding, int workers) {
        static final int ROWS = 8;
        static final int STEPS = 12;

        NeuralNetworkSettings settings() {
            return new NeuralNetworkSettings(
                    Architecture.MLP,
                    List.of(11, 9, 2),
                    batchNormalization,
                    bins,
                    embedding,
                    1,
                    ROWS * workers,
                    Optimizer.ADAM,
                    0.01,
                    Schedule.CONSTANT,
                    0,
                    0.3,
                    0.01,
                    ClassWeights.NONE,
                    7);
        }

        Encoding encoding() {
            double[] edges = bins == 0 ? new double[0] : new double[] {-1, -0.2, 0.3, 1};
            return new Encoding(
                    new Scaling(new double[3], new double[] {1, 1, 1}, 0, 1),
                    new double[][] {edges, new double[0], edges});
        }

        NetworkParts parts() {
            NetworkShape shape = NetworkShape.of(
                    TaskType.BINARY, new InputShape(encoding().bins(), List.of(-1, -1, -1), embedding), settings(), 2);
            return new NetworkParts(shape, new LayerSplit(4, workers));
        }

        /** Rows of a worker. */
        TrainingRows rows(int worker) {
            TrainingRows rows = new TrainingRows(
                    encoding(),
                    new RowWeights(1, ClassWeights.NONE.factors(new double[0])),
                    new RowMemory(Long.MAX_VALUE, Path.of(".")));
            Random random = new Random(worker);
            for (int i = 0; i < ROWS * STEPS; i++) {
                double[] x = random.doubles(3, -1, 1).toArray();
                rows.add(Vectors.dense(x), x[0] * x[2] < 0 ? 1 : 0, 1 + i % 2);
            }
            return rows.complete();
        }

        /** The rows of all workers, in the order in which their steps take them. */
        TrainingRows allRows() {
            TrainingRows all = new TrainingRows(
                    encoding(),
                    new RowWeights(1, ClassWeights.NONE.factors(new double[0])),
                    new RowMemory(Long.MAX_VALUE, Path.of(".")));
            List<Random> randoms =
                    IntStream.range(0, workers).mapToObj(Random::new).toList();
            for (int step = 0; step < STEPS; step++) {
                for (Random random : randoms) {
                    for (int i = 0; i < ROWS; i++) {
                        double[] x = random.doubles(3, -1, 1).toArray();
                        all.add(Vectors.dense(x), x[0] * x[2] < 0 ? 1 : 0, 1 + i % 2);
                    }
                }
            }
            return all.complete();
        }

        Learned train(MiniBatchTrainer trainer, float[] start, TrainingRows rows, int worker) {
            trainer.restore(new TrainerState(start, new float[trainer.state().updater().length], 0));
            AtomicInteger next = new AtomicInteger();
            WeightedSum loss = trainer.train(rows, next::getAndIncrement, rows.size(), STEPS, 0.01, 3);
            TrainerState state = trainer.state();
            return new Learned(
                    worker,
                    state.parameters(),
                    state.updater().length,
                    loss.sum() / loss.weight(),
                    trainer.evaluate(rows).sum());
        }

        /**
         * Without the biases before a normalization (those of embedded units, too, which are rarely at rest), and the means that it saw:
         * their gradients are 0 but for rounding, which Adam makes whole steps of, and the normalization takes away what they add.
         */
        float[] told(float[] parameters) {
            float[] told = parameters.clone();
            if (embedding > 0) {
                FeatureLayout layout = FeatureLayout.embedding(parts().shape().input());
                Arrays.fill(told, layout.parameters() - layout.biases(), layout.parameters(), 0);
            }
            int end = 0;
            for (NetworkShape.Layer layer : parts().shape().layers()) {
                int units = layer.outputs();
                if (layer.kind() == NetworkShape.Kind.BATCH_NORMALIZATION) {
                    Arrays.fill(told, end - units, end, 0);
                    Arrays.fill(told, end + 2 * units, end + 3 * units, 0);
                }
                end += layer.parameters();
            }
            return told;
        }

        Learned asWorker(AllReduce peers, float[] start) {
            int worker = peers.rank();
            try (MiniBatchTrainer trainer = MiniBatchTrainer.of(
                    parts().shape(), encoding().zeroCodes(), settings(), ROWS, new LayerPeer(parts().split(), peers))) {
                return train(trainer, parts().part(start, worker), rows(worker), worker);
            }
        }
    }

    private record Learned(int worker, float[] parameters, int moments, double loss, double heldOut) {}

    @ParameterizedTest
    @CsvSource({"false, 0, 0, 2", "true, 4, 0, 3", "true, 4, 3, 2"})
    void doesWhatOneWorkerDoesWithDropoutAndNormalization(
            boolean batchNormalization, int bins, int embedding, int workers) {
        Trial trial = new Trial(batchNormalization, bins, embedding, workers);
        NetworkParts parts = trial.parts();
        try (MiniBatchTrainer trainer = MiniBatchTrainer.of(
                parts.shape(), trial.encoding().zeroCodes(), trial.settings(), workers * Trial.ROWS)) {
            float[] start = trainer.state().parameters();
            Learned whole = trial.train(trainer, start, trial.allRows(), 0);

            List<Learned> learned = Workers.run(workers, peers -> trial.asWorker(peers, start));

            SplitLayersTest.assertEqual(
                    trial.told(parts.whole(
                            learned.stream().map(Learned::parameters).toList())),
                    trial.told(whole.parameters()));
            assertThat(learned).allSatisfy(each -> {
                assertThat(each.loss()).isCloseTo(whole.loss(), within(1e-5));
                // A worker's units, and what all have: parameters, and two moments of each.
                assertThat(each.parameters()).hasSize(parts.size(each.worker()));
                assertThat(each.moments())
                        .isEqualTo(2 * (each.parameters().length - (batchNormalization ? 2 * (11 + 9 + 2) : 0)));
            });
            assertThat(learned.stream().mapToDouble(Learned::heldOut).sum())
                    .isCloseTo(whole.heldOut(), within(1e-3 * whole.heldOut()));
        }
    }

    /** Products are summed up as in the whole layer; normalization is not multiplied into the weights, which rounds otherwise. */
    @ParameterizedTest
    @CsvSource({"false, 0, 0, 2", "true, 4, 0, 3", "true, 4, 3, 2"})
    void scoresPartByPartWhatTheWholeScores(
            boolean batchNormalization, int bins, int embedding, int workers, @TempDir Path folder) {
        Trial trial = new Trial(batchNormalization, bins, embedding, workers);
        NetworkParts parts = trial.parts();
        float[] whole = new float[parts.shape().parameters()];
        Random random = new Random(1);
        IntStream.range(0, whole.length).forEach(i -> whole[i] = 0.1f + random.nextFloat() - 0.4f);
        if (batchNormalization) {
            // Variances are never negative.
            IntStream.range(0, whole.length).forEach(i -> whole[i] = Math.abs(whole[i]));
        }
        PartFiles files = new PartFiles(folder.toString(), new SerializableConfiguration(new Configuration(false)));
        IntStream.range(0, workers).forEach(worker -> files.write(worker, parts.part(whole, worker)));
        DividedNetwork divided = new DividedNetwork(parts, trial.encoding(), ClassWeights.NONE, files);
        FeatureBlock block = new FeatureBlock(3);
        block.resize(101);
        for (int i = 0; i < 3 * block.rows(); i++) {
            block.set(i / 3, i % 3, i % 17 == 0 ? Double.NaN : random.nextDouble() * 2 - 1);
        }
        Network network = new Network(parts.shape(), trial.encoding(), whole);
        double[] expected = new double[2 * FeatureBlock.ROWS];
        double[] found = new double[2 * FeatureBlock.ROWS];

        new NetworkScoring(network).scorer().predict(block, expected);
        Scorer scorer = new DividedScoring(divided).scorer();
        scorer.predict(block, found);
        scorer.predict(block, found);

        assertThat(found).containsExactly(expected, within(1e-6));
        assertThat(Arrays.stream(expected).limit(202).distinct().count()).isGreaterThan(100);
        assertThat(divided.whole().parameters()).isEqualTo(whole);
    }

    /** Of 3 inputs and layers of 1,000, 500 and 1 units, all but the last in parts. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void aWorkerKeepsItsShareOfWideLayers(int workers) {
        NetworkShape shape = new NetworkShape(
                TaskType.REGRESSION, InputShape.standardized(3), Architecture.MLP, List.of(1000, 500), true, 1);
        NetworkParts parts = new NetworkParts(shape, new LayerSplit(400, workers));
        int wide = 4 * 1000 + 1001 * 500;
        int shared = shape.parameters() - wide;

        List<Integer> sizes =
                IntStream.range(0, workers).map(parts::size).boxed().toList();

        assertThat(sizes).allSatisfy(size -> assertThat((double) size - shared)
                .isCloseTo((double) wide / workers, withinPercentage(1)));
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(wide + workers * shared);
    }

    @Property(tries = 50)
    void partsMakeTheWhole(
            @ForAll @IntRange(min = 1, max = 9) int first,
            @ForAll @IntRange(min = 1, max = 9) int second,
            @ForAll @IntRange(min = 1, max = 9) int widerThan,
            @ForAll @IntRange(min = 2, max = 5) int workers,
            @ForAll boolean bins) {
        NetworkShape shape = new NetworkShape(
                TaskType.MULTICLASS,
                new InputShape(List.of(bins ? 3 : 0, 0), List.of(-1, -1), 0),
                Architecture.MLP,
                List.of(first, second),
                true,
                3);
        NetworkParts parts = new NetworkParts(shape, new LayerSplit(widerThan, workers));
        float[] whole = new float[shape.parameters()];
        IntStream.range(0, whole.length).forEach(i -> whole[i] = i + 1);

        List<float[]> each = IntStream.range(0, workers)
                .mapToObj(worker -> parts.part(whole, worker))
                .toList();

        assertThat(parts.whole(each)).isEqualTo(whole);
    }

    @Test
    void drawsTheSameWeightsForAnyNumberOfWorkers() {
        NetworkShape shape = new NetworkShape(
                TaskType.BINARY,
                new InputShape(List.of(3, 0), List.of(-1, -1), 0),
                Architecture.MLP,
                List.of(50, 40),
                false,
                1);

        List<float[]> drawn = IntStream.of(2, 3)
                .mapToObj(workers -> {
                    NetworkParts parts = new NetworkParts(shape, new LayerSplit(10, workers));
                    return parts.whole(IntStream.range(0, workers)
                            .mapToObj(worker -> new DrawnWeights(parts, 7).of(worker))
                            .toList());
                })
                .toList();

        assertThat(drawn.get(0)).isEqualTo(drawn.get(1));
        double squares = 0;
        for (int i = 250; i < 250 + 2000; i++) {
            squares += drawn.get(0)[i] * drawn.get(0)[i];
        }
        assertThat(squares / 2000).isCloseTo(2.0 / 50, withinPercentage(10));
    }
}
