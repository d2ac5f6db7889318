package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** A network whose steps DeepLearning4J takes. ND4J draws random numbers per thread. */
final class GraphNetwork implements TrainableNetwork {
    private final WeightedLoss loss;
    private final ComputationGraph network;
    private final INDArray features;
    private final INDArray targets;
    private final INDArray weights;
    private double learningRate = Double.NaN;

    /**
     * A network with initial weights drawn by the seed.
     *
     * @param zeros the codes of a row of zeros
     * @param rows of a batch
     */
    GraphNetwork(NetworkShape shape, float[] zeros, NeuralNetworkSettings settings, int rows) {
        this.loss = new WeightedLoss(loss(shape.task()));
        this.network = NetworkGraph.of(shape, zeros, settings, loss);
        this.features =
                Nd4j.create(DataType.FLOAT, new long[] {rows, shape.input().features()}, 'c');
        this.targets = Nd4j.create(DataType.FLOAT, new long[] {rows, shape.outputs()}, 'c');
        this.weights = Nd4j.create(DataType.FLOAT, new long[] {rows, 1}, 'c');
        loss.weighBy(weights);
    }

    /** The parameters that a network begins with. */
    static float[] initialParameters(NetworkShape shape, float[] zeros, NeuralNetworkSettings settings) {
        try (GraphNetwork drawn = new GraphNetwork(shape, zeros, settings, 1)) {
            return floats(drawn.network.params());
        }
    }

    private static ILossFunction loss(TaskType task) {
        return switch (task) {
            case BINARY -> new LossBinaryXENT();
            case MULTICLASS -> new LossMCXENT();
            case REGRESSION -> new LossMSE();
        };
    }

    @Override
    public TrainerState state() {
        INDArray moments = network.getUpdater().getStateViewArray();
        return new TrainerState(
                floats(network.params()),
                moments == null ? new float[0] : floats(moments),
                network.getConfiguration().getIterationCount());
    }

    @Override
    public void restore(TrainerState state) {
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

    @Override
    public void seed(long seed) {
        Nd4j.getRandom().setSeed(seed);
    }

    @Override
    public void onGradient(Consumer<float[]> replacement) {
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

    @Override
    public double step(Batch batch, double rate) {
        if (rate != learningRate) {
            network.setLearningRate(rate);
            learningRate = rate;
        }
        features.data().asNioFloat().put(batch.features());
        targets.data().asNioFloat().put(batch.targets());
        weights.data().asNioFloat().put(batch.weights());
        network.fit(new INDArray[] {features}, new INDArray[] {targets});
        return loss.drain();
    }

    @Override
    public float[] outputs(float[] codes, int rows) {
        INDArray inputs = Nd4j.create(codes, new long[] {rows, codes.length / rows}, 'c');
        return floats(network.output(false, inputs)[0]);
    }

    /** Frees native memory at once; DeepLearning4J's own close collects garbage twice, 0.3 s each time (measured). */
    @Override
    public void close() {
        MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
        List.copyOf(workspaces.getAllWorkspacesForCurrentThread()).forEach(workspaces::destroyWorkspace);
        free(network.getUpdater().getStateViewArray());
        free(network.getFlattenedGradients());
        free(network.params());
        free(features);
        free(targets);
        free(weights);
    }

    private static void free(INDArray array) {
        if (array != null && array.closeable()) {
            array.close();
        }
    }
}
