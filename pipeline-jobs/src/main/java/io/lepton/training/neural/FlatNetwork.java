package io.lepton.training.neural;

import io.lepton.training.neural.steps.Adam;
import io.lepton.training.neural.steps.ChainStep;
import io.lepton.training.neural.steps.LayerStep;
import io.lepton.training.neural.steps.OutputLoss;
import java.util.function.Consumer;

/**
 * A network on flat arrays, whose steps are those of {@link GraphNetwork}, for a processor: same parameters, moments and gradients, without
 * what DeepLearning4J spends a step on making arrays and views. Dropout draws other numbers.
 */
final class FlatNetwork implements TrainableNetwork {
    private final FlatLayers layers;
    private final LayerStep chain;
    private final OutputLoss loss;
    private final Adam adam;
    private final float[] parameters;
    private final float[] gradient;
    private Consumer<float[]> exchange = own -> {};
    private int steps;

    /**
     * A network with initial weights drawn by the seed: by DeepLearning4J, or each unit by itself where layers are divided.
     *
     * @param zeros the codes of a row of zeros
     * @param peer tells which units of divided layers it has
     */
    FlatNetwork(NetworkShape shape, float[] zeros, NeuralNetworkSettings settings, LayerPeer peer) {
        this.layers = FlatLayers.of(shape, zeros, settings.dropout(), peer);
        this.chain = new ChainStep(layers.steps());
        this.loss = new OutputLoss(shape.task(), shape.outputs());
        this.adam = new Adam(layers.parts(), settings.optimizer() == Optimizer.ADAMW, settings.weightDecay());
        this.parameters = peer.split().isSplit()
                ? new DrawnWeights(new NetworkParts(shape, peer.split()), settings.seed()).of(peer.part())
                : GraphNetwork.initialParameters(shape, zeros, settings);
        this.gradient = new float[parameters.length];
        chain.read(parameters, 0);
    }

    @Override
    public TrainerState state() {
        return new TrainerState(parameters.clone(), adam.moments().clone(), steps);
    }

    @Override
    public void restore(TrainerState state) {
        System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
        System.arraycopy(state.updater(), 0, adam.moments(), 0, adam.moments().length);
        steps = state.steps();
        chain.read(parameters, 0);
    }

    @Override
    public void seed(long seed) {
        layers.draws().seed(seed);
    }

    @Override
    public void onGradient(Consumer<float[]> replacement) {
        exchange = replacement;
    }

    @Override
    public double step(Batch batch, double rate) {
        int rows = batch.rows();
        float[] outputs = chain.forward(batch.features(), rows, true);
        loss.activate(outputs);
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            int at = row * loss.outputs();
            float label = batch.labels()[row];
            float weight = batch.weights()[row];
            sum += weight * loss.of(outputs, at, label);
            loss.derive(outputs, at, label, weight);
        }
        chain.backward(outputs, rows);
        chain.write(gradient, 0);
        exchange.accept(gradient);
        adam.step(parameters, gradient, rows, rate, ++steps);
        chain.read(parameters, 0);
        return sum;
    }

    @Override
    public float[] outputs(float[] codes, int rows) {
        float[] outputs = chain.forward(codes, rows, false);
        loss.activate(outputs);
        return outputs;
    }

    @Override
    public void close() {
        // Holds arrays of Java alone.
    }
}
