package io.lepton.training.neural;

import java.io.Serializable;
import java.util.List;

/**
 * How a neural network is built and trained.
 *
 * @param hidden units of each hidden layer, from the inputs on (none: a linear model); of a residual network, the units within each block,
 *     the first of which is the width of all blocks, too
 * @param batchNormalization of each hidden layer (Ioffe and Szegedy, 2015); residual networks always have it
 * @param bins of each numeric feature at most (Gorishniy and others, 2022: piecewise-linear encoding); 0: features enter as they are,
 *     standardized
 * @param embedding numbers that stand for each binned feature before the first layer, computed from its bins and rectified (Gorishniy and
 *     others, 2022), and for each column of categories that the estimator is told of; 0: none stand between features and first layer
 * @param epochs passes over the rows, at most: training ends early once rows held out get no better
 * @param batch rows a step, at most: small data takes smaller steps, so that an epoch has enough of them
 * @param learningRate at its highest
 * @param schedule of the learning rate after the warm-up
 * @param warmUp epochs in which the learning rate rises to its highest
 * @param dropout share of hidden units left out of each training step, 0 or more and below 1
 * @param weightDecay of weights, not of biases
 * @param seed of initial weights, the order of rows and dropout
 */
public record NeuralNetworkSettings(
        Architecture architecture,
        List<Integer> hidden,
        boolean batchNormalization,
        int bins,
        int embedding,
        int epochs,
        int batch,
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        int warmUp,
        double dropout,
        double weightDecay,
        ClassWeights classWeights,
        long seed)
        implements Serializable {
    public NeuralNetworkSettings {
        hidden = List.copyOf(hidden);
    }

    /** A multi-layer perceptron of standardized features, by AdamW. */
    public NeuralNetworkSettings(
            List<Integer> hidden,
            int epochs,
            int batch,
            double learningRate,
            double dropout,
            double weightDecay,
            long seed) {
        this(
                Architecture.MLP,
                hidden,
                false,
                0,
                0,
                epochs,
                batch,
                Optimizer.ADAMW,
                learningRate,
                Schedule.COSINE,
                0,
                dropout,
                weightDecay,
                ClassWeights.NONE,
                seed);
    }

    /** @param passed epochs that are over, with parts of one */
    double learningRate(double passed) {
        if (passed < warmUp) {
            // Never 0: the first part of the first epoch would be lost.
            return learningRate * (passed + 0.1) / (warmUp + 0.1);
        }
        return learningRate * schedule.share((passed - warmUp) / Math.max(1, epochs - warmUp));
    }
}
