package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Trains a network by DeepLearning4J on batches cut from flat arrays. One thread's: ND4J draws random numbers per thread. */
final class MiniBatchTrainer implements AutoCloseable {
    private static final double SMALLEST_PROBABILITY = 1e-7;

    private final NetworkShape shape;
    private final NeuralNetworkSettings settings;
    private final WeightedLoss loss;
    private final ComputationGraph network;

    /** A network with initial weights drawn by the seed. */
    MiniBatchTrainer(NetworkShape shape, NeuralNetworkSettings settings) {
        TaskContext task = TaskContext.get();
        NativeThreads.use(task == null ? 1 : task.cpus());
        this.shape = shape;
        this.settings = settings;
        this.loss = new WeightedLoss(loss(shape.task()));
        this.network = NetworkGraph.of(shape, settings, loss);
    }

    private static ILossFunction loss(TaskType task) {
        return switch (task) {
            case BINARY -> new LossBinaryXENT();
            case MULTICLASS -> new LossMCXENT();
            case REGRESSION -> new LossMSE();
        };
    }

    TrainerState state() {
        return new TrainerState(
                floats(network.params()),
                floats(network.getUpdater().getStateViewArray()),
                network.getConfiguration().getIterationCount());
    }

    /** Goes on where another trainer stood. */
    void restore(TrainerState state) {
        network.params().assign(row(state.parameters()));
        INDArray updater = network.getUpdater().getStateViewArray();
        if (updater != null) {
            updater.assign(row(state.updater()));
        }
        network.getConfiguration().setIterationCount(state.steps());
    }

    private static INDArray row(float[] values) {
        return Nd4j.create(values, new long[] {values.length}, 'c');
    }

    /** In the order of memory, as DeepLearning4J keeps its flat arrays. */
    private static float[] floats(INDArray flat) {
        return flat.dup().data().asFloat();
    }

    /** The network's outputs for encoded rows, as DeepLearning4J computes them: probabilities, or standardized numbers. */
    float[][] outputs(float[][] inputs) {
        return network.outputSingle(Nd4j.createFromArray(inputs)).toFloatMatrix();
    }

    /**
     * Takes steps over the next rows of an epoch's order.
     *
     * @param count rows
     * @param learningRate of these steps
     * @param seed of dropout
     * @return the loss of these rows before the steps were taken, by weight
     */
    WeightedSum train(TrainingRows rows, EpochOrder order, int count, double learningRate, long seed) {
        if (count == 0) {
            return WeightedSum.NONE;
        }
        network.setLearningRate(learningRate);
        Nd4j.getRandom().setSeed(seed);
        int batches = batches(count, batchSize(order.size()));
        Batch batch = new Batch((count + batches - 1) / batches, rows);
        loss.weighBy(batch.weights);
        double weight = 0;
        for (int i = 0; i < batches; i++) {
            weight += batch.fill(order, share(count, i + 1, batches) - share(count, i, batches));
            network.fit(batch.inputs(), batch.labels());
        }
        batch.free();
        return new WeightedSum(loss.drain(), weight);
    }

    /** The loss of rows that were not trained on. */
    WeightedSum evaluate(TrainingRows rows) {
        if (rows.size() == 0) {
            return WeightedSum.NONE;
        }
        int batches = batches(rows.size(), Math.max(settings.batch(), 1024));
        Batch batch = new Batch((rows.size() + batches - 1) / batches, rows);
        WeightedSum total = WeightedSum.NONE;
        for (int i = 0; i < batches; i++) {
            int begin = share(rows.size(), i, batches);
            int size = share(rows.size(), i + 1, batches) - begin;
            batch.fill(begin, size);
            INDArray outputs = network.output(false, batch.inputs())[0];
            float[] values = floats(outputs);
            for (int row = 0; row < size; row++) {
                float weight = rows.weight(begin + row);
                total = total.plus(
                        weight * loss(values, row * shape.outputs(), rows.label(begin + row)), weight);
            }
        }
        batch.free();
        return total;
    }

    private double loss(float[] outputs, int at, float label) {
        return switch (shape.task()) {
            case REGRESSION -> (outputs[at] - label) * (outputs[at] - label);
            case BINARY -> -Math.log(Math.max(SMALLEST_PROBABILITY, label > 0.5 ? outputs[at] : 1 - outputs[at]));
            case MULTICLASS -> -Math.log(Math.max(SMALLEST_PROBABILITY, outputs[at + (int) label]));
        };
    }

    /** At most what the settings say, and small enough that an epoch has some steps. */
    private int batchSize(int rows) {
        return Math.min(settings.batch(), Math.max(16, rows / 64));
    }

    private static int batches(int rows, int size) {
        return (rows + size - 1) / size;
    }

    /** Where a part of about the same size as the others begins. */
    static int share(int total, int part, int parts) {
        return (int) ((long) total * part / parts);
    }

    /** Frees native memory at once; DeepLearning4J's own close collects garbage twice, 0.3 s each time (measured). */
    @Override
    public void close() {
        MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
        List.copyOf(workspaces.getAllWorkspacesForCurrentThread()).forEach(workspaces::destroyWorkspace);
        free(network.getUpdater().getStateViewArray());
        free(network.getFlattenedGradients());
        free(network.params());
    }

    private static void free(INDArray array) {
        if (array != null && array.closeable()) {
            array.close();
        }
    }

    /** The arrays of one batch, filled again and again; rows that it lacks repeat others with weight 0. */
    private final class Batch {
        private final TrainingRows rows;
        private final int size;
        private final float[] x;
        private final float[] y;
        private final float[] w;
        private final INDArray features;
        private final INDArray labels;
        private final INDArray weights;

        Batch(int size, TrainingRows rows) {
            this.rows = rows;
            this.size = size;
            this.x = new float[Math.multiplyExact(size, rows.inputs())];
            this.y = new float[size * shape.outputs()];
            this.w = new float[size];
            this.features = Nd4j.create(x, new long[] {size, rows.inputs()}, 'c');
            this.labels = Nd4j.create(y, new long[] {size, shape.outputs()}, 'c');
            this.weights = Nd4j.create(w, new long[] {size, 1}, 'c');
        }

        INDArray[] inputs() {
            return new INDArray[] {features};
        }

        INDArray[] labels() {
            return new INDArray[] {labels};
        }

        /** Takes the next rows of an order; returns the sum of their weights. */
        double fill(EpochOrder order, int count) {
            Arrays.fill(y, 0);
            double sum = 0;
            for (int at = 0; at < count; at++) {
                sum += put(order.next(), at);
            }
            finish(count);
            return sum;
        }

        /** Takes rows that lie together. */
        void fill(int begin, int count) {
            Arrays.fill(y, 0);
            for (int at = 0; at < count; at++) {
                put(begin + at, at);
            }
            finish(count);
        }

        private float put(int row, int at) {
            rows.write(row, x, at * rows.inputs());
            float label = rows.label(row);
            if (shape.outputs() == 1) {
                y[at] = label;
            } else {
                y[at * shape.outputs() + (int) label] = 1;
            }
            w[at] = rows.weight(row);
            return w[at];
        }

        private void finish(int count) {
            for (int at = count; at < size; at++) {
                System.arraycopy(x, (at - count) * rows.inputs(), x, at * rows.inputs(), rows.inputs());
                w[at] = 0;
            }
            features.data().asNioFloat().put(x);
            labels.data().asNioFloat().put(y);
            weights.data().asNioFloat().put(w);
        }

        void free() {
            MiniBatchTrainer.free(features);
            MiniBatchTrainer.free(labels);
            MiniBatchTrainer.free(weights);
        }
    }
}
