package io.lepton.training.neural;

/** Makes predictions of a network's last sums: probabilities of the classes, or a number in the label's own units. */
record NetworkLink(NetworkShape shape, Scaling scaling) {

    /** Numbers in a prediction. */
    int outputs() {
        return switch (shape.task()) {
            case BINARY -> 2;
            case MULTICLASS -> shape.outputs();
            case REGRESSION -> 1;
        };
    }

    void write(float[] sums, double[] predictions, int at) {
        switch (shape.task()) {
            case REGRESSION -> predictions[at] = scaling.label(sums[0]);
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
