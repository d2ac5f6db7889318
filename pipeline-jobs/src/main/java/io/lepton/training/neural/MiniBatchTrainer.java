package io.lepton.training.neural;

import io.lepton.training.neural.steps.OutputLoss;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a network on batches cut from flat arrays. One thread's. */
final class MiniBatchTrainer implements AutoCloseable {
    private final OutputLoss loss;
    private final TrainableNetwork network;
    private final LayerPeer peer;
    private final int batchSize;
    private final Batch batch;

    /** @param batchSize of the rows of a step, those that come from this worker */
    MiniBatchTrainer(NetworkShape shape, TrainableNetwork network, int batchSize, LayerPeer peer) {
        this.loss = new OutputLoss(shape.task(), shape.outputs());
        this.network = network;
        this.peer = peer;
        this.batchSize = batchSize;
        this.batch = new Batch(shape, batchSize, peer);
    }

    /**
     * A network with initial weights drawn by the seed.
     *
     * @param zeros the codes of a row of zeros
     * @param batchSize rows a step
     */
    static MiniBatchTrainer of(NetworkShape shape, float[] zeros, NeuralNetworkSettings settings, int batchSize) {
        return of(shape, zeros, settings, batchSize, LayerPeer.alone());
    }

    /**
     * The same for a worker that keeps a part of each divided layer: a step is then over the rows of all workers, and a part of the
     * parameters is what it has.
     *
     * @param batchSize of the rows of a step, those that come from this worker
     */
    static MiniBatchTrainer of(
            NetworkShape shape, float[] zeros, NeuralNetworkSettings settings, int batchSize, LayerPeer peer) {
        TaskContext task = TaskContext.get();
        NativeThreads.use(task == null ? 1 : task.cpus());
        TrainableNetwork network =
                peer.split().isSplit() || Nd4j.getEnvironment().isCPU()
                        ? new FlatNetwork(shape, zeros, settings, peer)
                        : new GraphNetwork(shape, zeros, settings, batchSize);
        return new MiniBatchTrainer(shape, network, batchSize, peer);
    }

    TrainerState state() {
        return network.state();
    }

    /** Goes on where another trainer stood. */
    void restore(TrainerState state) {
        network.restore(state);
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
        network.seed(seed);
        WeightedSum total = WeightedSum.NONE;
        for (int i = 0; i < batches; i++) {
            double weight = batch.fill(rows, order, share(count, i + 1, batches) - share(count, i, batches));
            total = total.plus(network.step(batch, rate), weight);
        }
        return total;
    }

    /** The loss of rows that were not trained on. */
    WeightedSum evaluate(TrainingRows rows) {
        int batches = peer.largest(batches(rows.size()));
        WeightedSum total = WeightedSum.NONE;
        for (int i = 0; i < batches; i++) {
            int begin = share(rows.size(), i, batches);
            int size = share(rows.size(), i + 1, batches) - begin;
            batch.fill(rows, begin, size);
            float[] outputs = network.outputs(batch.features(), batch.rows());
            for (int row = 0; row < size; row++) {
                float weight = rows.weight(begin + row);
                int at = (batch.first() + row) * loss.outputs();
                total = total.plus(weight * loss.of(outputs, at, rows.label(begin + row)), weight);
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
        network.onGradient(replacement);
    }

    /** Where a part of about the same size as the others begins. */
    static int share(int total, int part, int parts) {
        return (int) ((long) total * part / parts);
    }

    @Override
    public void close() {
        network.close();
    }
}
