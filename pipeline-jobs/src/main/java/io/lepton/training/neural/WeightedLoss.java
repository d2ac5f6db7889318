package io.lepton.training.neural;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss in which each row counts by its weight. DeepLearning4J's own way, a label mask, is made for masks of 0 and 1: its output layer
 * multiplies the sums before the activation by it too, so that a weight of 2 trains on other predictions, not on two rows (measured: the
 * gradient of one row grew 4.5-fold). Adds up what it computed.
 */
final class WeightedLoss implements ILossFunction {
    private static final long serialVersionUID = 1L;

    private final ILossFunction ofRow;
    private transient INDArray weights;
    private double sum;

    WeightedLoss(ILossFunction ofRow) {
        this.ofRow = ofRow;
    }

    /** @param column the weights of the next batches' rows; read at each step */
    void weighBy(INDArray column) {
        this.weights = column;
    }

    /** The loss of all rows by weight since the last call. */
    double drain() {
        double drained = sum;
        sum = 0;
        return drained;
    }

    @Override
    public double computeScore(INDArray labels, INDArray sums, IActivation activation, INDArray mask, boolean average) {
        double total =
                computeScoreArray(labels, sums, activation, mask).sumNumber().doubleValue();
        sum += total;
        return average ? total / labels.size(0) : total;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray sums, IActivation activation, INDArray mask) {
        INDArray scores = ofRow.computeScoreArray(labels, sums, activation, mask);
        return scores.mul(weights.reshape(scores.shape()));
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray sums, IActivation activation, INDArray mask) {
        // A copy: activations may write over the sums, which the loss is computed from next.
        return ofRow.computeGradient(labels, sums.dup(), activation, mask).muliColumnVector(weights);
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray sums, IActivation activation, INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(labels, sums, activation, mask, average), computeGradient(labels, sums, activation, mask));
    }

    @Override
    public String name() {
        return "weighted " + ofRow.name();
    }
}
