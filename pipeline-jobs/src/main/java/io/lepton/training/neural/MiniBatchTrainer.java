package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.spark.TaskContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
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
    private final WeightedLoss loss;
    private final ComputationGraph network;

    private final LayerPeer peer;
    private final int batchSize;
    private final Batch batch;
    private double learningRate = Double.NaN;

    /**
     * A network with initial weights drawn by the seed.
     *
     * @param zeros the codes of a row of zeros
     * @param batchSize rows a step
     */
    MiniBatchTrainer(NetworkShape shape, float[] zeros, NeuralNetworkSettings settings, int batchSize) {
        this(shape, zeros, settings, batchSize, LayerPeer.alone());
    }

    /**
     * The same for a worker that keeps a part of each divided layer: a step is then over the rows of all workers, and a part of the
     * parameters is what it has.
     *
     * @param batchSize of the rows of a step, those that come from this worker
     */
    MiniBatchTrainer(NetworkShape shape, float[] zeros, NeuralNetworkSettings settings, int batchSize, LayerPeer peer) {
        TaskContext task = TaskContext.get();
        NativeThreads.use(task == null ? 1 : task.cpus());
        this.shape = shape;
        this.loss = new WeightedLoss(loss(shape.task()));
        this.peer = peer;
        this.network = NetworkGraph.of(shape, zeros, settings, loss, peer);
        this.batchSize = batchSize;
        this.batch = new Batch();
        loss.weighBy(batch.weights);
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

    /** The network's outputs for rows of codes, as DeepLearning4J computes them: probabilities, or standardized numbers. */
    float[][] outputs(float[][] codes) {
        return network.outputSingle(Nd4j.createFromArray(codes)).toFloatMatrix();
    }

    /**
     * Takes steps over the next rows of an epoch's order.
     *
     * @param count rows
     * @param batches that they are divided into, none larger than this trainer's batch
     * @param rate of learning in these steps
     * @param seed of dropout
     * @return the loss of these rows before the steps were taken, by weight
     */
    WeightedSum train(TrainingRows rows, IntSupplier order, int count, int batches, double rate, long seed) {
        if (rate != learningRate) {
            network.setLearningRate(rate);
            learningRate = rate;
        }
        Nd4j.getRandom().setSeed(seed);
        double weight = 0;
        for (int i = 0; i < batches; i++) {
            weight += batch.fill(rows, order, share(count, i + 1, batches) - share(count, i, batches));
            network.fit(batch.inputs(), batch.labels());
        }
        return new WeightedSum(loss.drain(), weight);
    }

    /** The loss of rows that were not trained on. */
    WeightedSum evaluate(TrainingRows rows) {
        int batches = peer.largest(batches(rows.size()));
        WeightedSum total = WeightedSum.NONE;
        for (int i = 0; i < batches; i++) {
            int begin = share(rows.size(), i, batches);
            int size = share(rows.size(), i + 1, batches) - begin;
            batch.fill(rows, begin, size);
            float[] outputs = floats(network.output(false, batch.inputs())[0]);
            for (int row = 0; row < size; row++) {
                float weight = rows.weight(begin + row);
                int at = (batch.first + row) * shape.outputs();
                total = total.plus(weight * loss(outputs, at, rows.label(begin + row)), weight);
            }
        }
        return total;
    }

    /** The least number of batches that hold so many rows. */
    int batches(int rows) {
        return (rows + batchSize - 1) / batchSize;
    }

    /** Lets the gradient of each batch be replaced before a step follows from it. */
    void onGradient(Consumer<float[]> replacement) {
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                FloatBuffer gradient = network.getFlattenedGradients().data().asNioFloat();
                float[] values = new float[gradient.remaining()];
                gradient.get(0, values);
                replacement.accept(values);
                gradient.put(0, values);
            }
        });
    }

    private double loss(float[] outputs, int at, float label) {
        return switch (shape.task()) {
            case REGRESSION -> (outputs[at] - label) * (outputs[at] - label);
            case BINARY -> -Math.log(Math.max(SMALLEST_PROBABILITY, label > 0.5 ? outputs[at] : 1 - outputs[at]));
            case MULTICLASS -> -Math.log(Math.max(SMALLEST_PROBABILITY, outputs[at + (int) label]));
        };
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
        batch.free();
    }

    private static void free(INDArray array) {
        if (array != null && array.closeable()) {
            array.close();
        }
    }

    /** The arrays of one batch, filled again and again; rows that it lacks repeat others with weight 0. */
    private final class Batch {
        /** The first of the rows that are this worker's. */
        private final int first;

        private final float[] x;
        private final float[] y;
        private final float[] w;
        private final INDArray features;
        private final INDArray labels;
        private final INDArray weights;

        Batch() {
            int size = Math.multiplyExact(batchSize, peer.split().parts());
            this.first = peer.part() * batchSize;
            this.x = new float[Math.multiplyExact(size, shape.input().features())];
            this.y = new float[size * shape.outputs()];
            this.w = new float[size];
            this.features = Nd4j.create(x, new long[] {size, shape.input().features()}, 'c');
            this.labels = Nd4j.create(y, new long[] {size, shape.outputs()}, 'c');
            this.weights = Nd4j.create(w, new long[] {size, 1}, 'c');
        }

        INDArray[] inputs() {
            return new INDArray[] {features};
        }

        INDArray[] labels() {
            return new INDArray[] {labels};
        }

        /** Takes the next rows of an order; returns the sum of all weights. */
        double fill(TrainingRows rows, IntSupplier order, int count) {
            Arrays.fill(y, 0);
            // DeepLearning4J divides by the size of the batch, whether or not it is full.
            float scale = (float) batchSize / Math.max(1, count);
            for (int at = first; at < first + count; at++) {
                put(rows, order.getAsInt(), at);
                w[at] *= scale;
            }
            finish(count);
            double sum = 0;
            for (float weight : w) {
                sum += weight;
            }
            return sum;
        }

        /** Takes rows that lie together. */
        void fill(TrainingRows rows, int begin, int count) {
            Arrays.fill(y, 0);
            for (int at = 0; at < count; at++) {
                put(rows, begin + at, first + at);
            }
            finish(count);
        }

        private void put(TrainingRows rows, int row, int at) {
            rows.write(row, x, at * shape.input().features());
            float label = rows.label(row);
            if (shape.outputs() == 1) {
                y[at] = label;
            } else {
                y[at * shape.outputs() + (int) label] = 1;
            }
            w[at] = rows.weight(row);
        }

        private void finish(int count) {
            int width = shape.input().features();
            for (int at = count; at < batchSize; at++) {
                System.arraycopy(x, (first + Math.max(0, at - count)) * width, x, (first + at) * width, width);
                w[first + at] = 0;
            }
            peer.gather(x);
            peer.gather(y);
            peer.gather(w);
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
