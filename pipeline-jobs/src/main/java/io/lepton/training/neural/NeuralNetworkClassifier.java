package io.lepton.training.neural;

import java.io.Serial;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/** A neural network that tells classes apart, numbered 0, 1, 2, ...: two by one output, more by one each. See {@link NeuralNetwork}. */
public final class NeuralNetworkClassifier extends NeuralNetwork {
    @Serial
    private static final long serialVersionUID = 1L;

    public NeuralNetworkClassifier() {
        this(Identifiable$.MODULE$.randomUID("neuralNetworkClassifier"));
    }

    /** Made by Spark when it loads a saved stage. */
    public NeuralNetworkClassifier(String uid) {
        super(uid);
    }

    public static MLReader<NeuralNetworkClassifier> read() {
        return new DefaultParamsReader<>();
    }

    public static NeuralNetworkClassifier load(String path) {
        return read().load(path);
    }

    @Override
    boolean classifies() {
        return true;
    }
}
