package io.lepton.training.neural;

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
        FeedForward.BlockEvaluator evaluator = new FeedForward(network).new BlockEvaluator();
        int outputs = outputs();
        return (block, predictions) -> {
            for (int first = 0; first < block.rows(); first += FeedForward.BlockEvaluator.ROWS) {
                int rows = Math.min(FeedForward.BlockEvaluator.ROWS, block.rows() - first);
                float[][] sums = evaluator.outputs(block, first, rows);
                for (int row = 0; row < rows; row++) {
                    write(sums[row], predictions, (first + row) * outputs);
                }
            }
        };
    }

    private void write(float[] sums, double[] predictions, int at) {
        switch (network.shape().task()) {
            case REGRESSION -> predictions[at] = network.encoding().scaling().label(sums[0]);
            case BINARY -> {
                predictions[at] = NeuralNetworkModel.logistic(-sums[0]);
                predictions[at + 1] = NeuralNetworkModel.logistic(sums[0]);
            }
            case MULTICLASS -> {
                for (int k = 0; k < sums.length; k++) {
                    predictions[at + k] = sums[k];
                }
                NeuralNetworkModel.softmax(predictions, at, sums.length);
            }
        }
    }
}
