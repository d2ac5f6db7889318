package io.lepton.training.neural;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A shape as DeepLearning4J's graph, layer by layer in the order of {@link NetworkShape#layers()}: He initialization (He and others, 2015)
 * before ReLU, Glorot's at the output, inverted dropout (Srivastava and others, 2014).
 */
final class NetworkGraph {
    private final NetworkShape shape;
    private final float[] zeros;
    private final double kept;
    private final GraphBuilder graph;
    private String last = "inputs";
    private int width;
    private int number;

    private NetworkGraph(NetworkShape shape, float[] zeros, NeuralNetworkSettings settings) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(settings.seed())
                .updater(new Adam(settings.learningRate()))
                .weightInit(WeightInit.RELU)
                .activation(Activation.IDENTITY);
        // DeepLearning4J 1.0.0-M2.1 takes decoupled decay off twice a step (measured).
        builder = settings.optimizer() == Optimizer.ADAMW
                ? builder.weightDecay(settings.weightDecay() / 2)
                : builder.l2(settings.weightDecay());
        this.shape = shape;
        this.zeros = zeros;
        this.kept = 1 - settings.dropout();
        this.graph = builder.graphBuilder().addInputs(last);
        this.width = shape.input().features();
    }

    /** @param zeros the codes of a row of zeros */
    static ComputationGraph of(NetworkShape shape, float[] zeros, NeuralNetworkSettings settings, WeightedLoss loss) {
        NetworkGraph network = new NetworkGraph(shape, zeros, settings);
        if (shape.input().embeds()) {
            network.features(FeatureLayout.embedding(shape.input()), true);
        }
        if (shape.isResidual()) {
            network.dense(shape.width(), Activation.IDENTITY, false);
            shape.hidden().forEach(network::block);
            network.normalization();
            network.rectification();
        } else {
            for (int layer = 0; layer < shape.hidden().size(); layer++) {
                network.hidden(shape.hidden().get(layer), layer > 0);
            }
        }
        network.output(loss);
        ComputationGraph graph = new ComputationGraph(network.graph.build());
        graph.init();
        return graph;
    }

    private void hidden(int units, boolean drops) {
        if (shape.batchNormalization()) {
            dense(units, Activation.IDENTITY, drops);
            normalization();
            rectification();
        } else {
            dense(units, Activation.RELU, drops);
        }
    }

    /** x + linear(dropout(relu(linear(normalization(x))))). */
    private void block(int units) {
        String input = last;
        normalization();
        dense(units, Activation.RELU, false);
        dense(shape.width(), Activation.IDENTITY, true);
        String sum = name();
        graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), input, last);
        last = sum;
    }

    private void features(FeatureLayout layout, boolean embeds) {
        add(new FeatureLayer(layout, zeros, embeds));
        width = layout.outputs();
    }

    private void dense(int units, Activation activation, boolean drops) {
        if (isFirst()) {
            features(FeatureLayout.dense(shape.input(), units, activation == Activation.RELU), false);
            return;
        }
        DenseLayer.Builder layer =
                new DenseLayer.Builder().nIn(width).nOut(units).activation(activation);
        if (drops && kept < 1) {
            layer.dropOut(kept);
        }
        add(layer.build());
        width = units;
    }

    private void normalization() {
        add(new BatchNormalization.Builder()
                .nIn(width)
                .nOut(width)
                .useLogStd(false)
                .build());
    }

    private void rectification() {
        add(new ActivationLayer(Activation.RELU));
    }

    /** Whether the next layer is over bins. */
    private boolean isFirst() {
        return number == 0 && !shape.input().isPlain();
    }

    private void output(WeightedLoss loss) {
        Activation activation = activation();
        if (isFirst()) {
            features(FeatureLayout.dense(shape.input(), shape.outputs(), false), false);
            add(new LossLayer.Builder(loss).activation(activation).build());
            graph.setOutputs(last);
            return;
        }
        OutputLayer.Builder layer = new OutputLayer.Builder(loss)
                .nIn(width)
                .nOut(shape.outputs())
                .activation(activation)
                .weightInit(WeightInit.XAVIER);
        if (kept < 1 && !shape.hidden().isEmpty()) {
            layer.dropOut(kept);
        }
        add(layer.build());
        graph.setOutputs(last);
    }

    private Activation activation() {
        return switch (shape.task()) {
            case BINARY -> Activation.SIGMOID;
            case MULTICLASS -> Activation.SOFTMAX;
            case REGRESSION -> Activation.IDENTITY;
        };
    }

    private void add(org.deeplearning4j.nn.conf.layers.Layer layer) {
        String name = name();
        graph.addLayer(name, layer, last);
        last = name;
    }

    private String name() {
        return String.format("layer%03d", number++);
    }
}
