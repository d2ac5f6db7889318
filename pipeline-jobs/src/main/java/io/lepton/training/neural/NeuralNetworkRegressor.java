package io.lepton.training.neural;

import java.io.Serial;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/** A neural network that estimates a quantity. See {@link NeuralNetwork}. */
public final class NeuralNetworkRegressor extends NeuralNetwork {
    @Serial
    private static final long serialVersionUID = 1L;

    public NeuralNetworkRegressor() {
        this(Identifiable$.MODULE$.randomUID("neuralNetworkRegressor"));
    }

    /** Made by Spark when it loads a saved stage. */
    public NeuralNetworkRegressor(String uid) {
        super(uid);
    }

    public static MLReader<NeuralNetworkRegressor> read() {
        return new DefaultParamsReader<>();
    }

    public static NeuralNetworkRegressor load(String path) {
        return read().load(path);
    }

    @Override
    boolean classifies() {
        return false;
    }
}
