package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.TaskContext;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * Trains a network by DeepLearning4J on batches cut from flat arrays. The only class that knows DeepLearning4J. One thread's: ND4J draws
 * random numbers per thread.
 */
final class MiniBatchTrainer implements AutoCloseable {
    private final NetworkShape shape;
    private final NeuralNetworkSettings settings;
    private final WeightedLoss loss;
    private final MultiLayerNetwork network;

    /** A network with initial weights drawn by the seed. */
    MiniBatchTrainer(NetworkShape shape, NeuralNetworkSettings settings) {
        TaskContext task = TaskContext.get();
        NativeThreads.use(task == null ? 1 : task.cpus());
        this.shape = shape;
        this.settings = settings;
        this.loss = new WeightedLoss(loss(shape.task()));
        this.network = network(shape, settings, loss);
        network.init();
    }

    /** A network that goes on where another trainer stood. */
    MiniBatchTrainer(NetworkShape shape, NeuralNetworkSettings settings, TrainerState from) {
        this(shape, settings);
        if (!from.isInitial()) {
            network.params().assign(row(from.parameters()));
            network.getUpdater().getStateViewArray().assign(row(from.updater()));
            network.setIterationCount(from.steps());
        }
    }

    private static INDArray row(float[] values) {
        return Nd4j.create(values, new long[] {values.length}, 'c');
    }

    private static MultiLayerNetwork network(NetworkShape shape, NeuralNetworkSettings settings, WeightedLoss loss) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(settings.seed())
                .updater(new Adam(settings.learningRate()))
                .weightDecay(settings.weightDecay())
                .list();
        double kept = 1 - settings.dropout();
        int last = shape.layers() - 1;
        for (int layer = 0; layer < last; layer++) {
            DenseLayer.Builder dense = new DenseLayer.Builder()
                    .nIn(shape.inputsOf(layer))
                    .nOut(shape.outputsOf(layer))
                    .activation(Activation.RELU)
                    .weightInit(WeightInit.RELU);
            layers.layer(
                    layer == 0 || kept == 1
                            ? dense.build()
                            : dense.dropOut(kept).build());
        }
        OutputLayer.Builder output = new OutputLayer.Builder(loss)
                .nIn(shape.inputsOf(last))
                .nOut(shape.outputs())
                .activation(activation(shape.task()))
                .weightInit(WeightInit.XAVIER);
        layers.layer(
                last == 0 || kept == 1 ? output.build() : output.dropOut(kept).build());
        return new MultiLayerNetwork(layers.build());
    }

    private static ILossFunction loss(TaskType task) {
        return switch (task) {
            case BINARY -> new LossBinaryXENT();
            case MULTICLASS -> new LossMCXENT();
            case REGRESSION -> new LossMSE();
        };
    }

    private static Activation activation(TaskType task) {
        return switch (task) {
            case BINARY -> Activation.SIGMOID;
            case MULTICLASS -> Activation.SOFTMAX;
            case REGRESSION -> Activation.IDENTITY;
        };
    }

    TrainerState state() {
        INDArray updater = network.getUpdater().getStateViewArray();
        return new TrainerState(
                network.params().dup().data().asFloat(), updater.dup().data().asFloat(), network.getIterationCount());
    }

    float[] parameters() {
        return network.params().dup().data().asFloat();
    }

    /** The layers' outputs for standardized rows, as DeepLearning4J computes them: probabilities, or standardized numbers. */
    float[][] outputs(float[][] standardized) {
        return network.output(Nd4j.createFromArray(standardized)).toFloatMatrix();
    }

    /**
     * Trains on a part of an epoch.
     *
     * @param order of all rows of the epoch
     * @param part of the epoch, counted from 0, of so many parts
     * @param learningRate of the epoch
     * @param seed of dropout
     */
    void train(TrainingRows rows, int[] order, Part part, double learningRate, long seed) {
        int from = part.begin(order.length);
        int count = part.end(order.length) - from;
        if (count == 0) {
            return;
        }
        network.setLearningRate(learningRate);
        Nd4j.getRandom().setSeed(seed);
        int size = Math.min(batchSize(order.length), count);
        int batches = (count + size - 1) / size;
        Batch batch = new Batch((count + batches - 1) / batches, rows);
        loss.weighBy(batch.weights);
        for (int i = 0; i < batches; i++) {
            Part share = new Part(i, batches);
            batch.fill(order, from + share.begin(count), from + share.end(count));
            network.fit(batch.features, batch.labels);
        }
        batch.free();
    }

    /** At most what the settings say, and small enough that an epoch has some steps. */
    private int batchSize(int rows) {
        return Math.min(settings.batch(), Math.max(16, rows / 64));
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

    /** An epoch's order of rows. */
    static int[] order(int rows, long seed) {
        int[] order = new int[rows];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < rows; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** One of several parts of about the same size. */
    record Part(int number, int of) implements Serializable {
        int begin(int total) {
            return (int) ((long) total * number / of);
        }

        int end(int total) {
            return (int) ((long) total * (number + 1) / of);
        }
    }

    /** The arrays of one batch, filled again and again; rows that it lacks have weight 0. */
    private final class Batch {
        private final TrainingRows rows;
        private final float[] zeroRows;
        private final float[] x;
        private final float[] y;
        private final float[] w;
        private final INDArray features;
        private final INDArray labels;
        private final INDArray weights;

        Batch(int size, TrainingRows rows) {
            this.rows = rows;
            int inputs = shape.inputs();
            double[] zeros = rows.scaling().ofZeros();
            this.zeroRows = new float[size * inputs];
            for (int i = 0; i < zeroRows.length; i++) {
                zeroRows[i] = (float) zeros[i % inputs];
            }
            this.x = new float[size * inputs];
            this.y = new float[size * shape.outputs()];
            this.w = new float[size];
            this.features = Nd4j.create(x, new long[] {size, inputs}, 'c');
            this.labels = Nd4j.create(y, new long[] {size, shape.outputs()}, 'c');
            this.weights = Nd4j.create(w, new long[] {size, 1}, 'c');
        }

        void fill(int[] order, int begin, int end) {
            int inputs = shape.inputs();
            int outputs = shape.outputs();
            System.arraycopy(zeroRows, 0, x, 0, x.length);
            Arrays.fill(y, 0);
            Arrays.fill(w, 0);
            for (int i = begin; i < end; i++) {
                int row = order[i];
                int at = i - begin;
                rows.write(row, x, at * inputs);
                w[at] = rows.weight(row);
                if (outputs == 1) {
                    y[at] = rows.label(row);
                } else {
                    y[at * outputs + (int) rows.label(row)] = 1;
                }
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
