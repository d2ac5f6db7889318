package io.lepton.training.neural;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import java.io.Serial;

/** A trained network, for blocks of rows. */
record NetworkScoring(Network network) implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public int features() {
        return network.encoding().features();
    }

    @Override
    public int outputs() {
        return switch (network.shape().task()) {
            case BINARY -> 2;
            case MULTICLASS -> network.shape().outputs();
            case REGRESSION -> 1;
        };
    }

    @Override
    public Scorer scorer() {
        FeedForward.Evaluator evaluator = new FeedForward(network).new Evaluator();
        double[] features = new double[features()];
        int outputs = outputs();
        return (block, predictions) -> {
            for (int row = 0; row < block.rows(); row++) {
                for (int feature = 0; feature < features.length; feature++) {
                    features[feature] = block.values()[feature * FeatureBlock.ROWS + row];
                }
                write(evaluator.outputs(features), predictions, row * outputs);
            }
        };
    }

    private void write(double[] sums, double[] predictions, int at) {
        switch (network.shape().task()) {
            case REGRESSION -> predictions[at] = network.encoding().scaling().label(sums[0]);
            case BINARY -> {
                predictions[at] = NeuralNetworkModel.logistic(-sums[0]);
                predictions[at + 1] = NeuralNetworkModel.logistic(sums[0]);
            }
            case MULTICLASS -> NeuralNetworkModel.softmax(sums, predictions, at);
        }
    }
}
