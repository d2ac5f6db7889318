package io.lepton.training.neural;

import java.io.Serializable;
import java.util.List;

/**
 * How a multi-layer perceptron is trained.
 *
 * @param hidden units of each hidden layer, from the inputs on; none: a linear model
 * @param epochs passes over the rows, at most: training ends early once rows held out get no better
 * @param batch rows a step, at most: small data takes smaller steps, so that an epoch has enough of them
 * @param learningRate of Adam, in the first epoch; it falls along half a cosine until the last
 * @param dropout share of hidden units left out of each training step, 0 or more and below 1
 * @param weightDecay decoupled from the gradient, times the learning rate at each step
 * @param seed of initial weights, the order of rows and dropout
 */
public record NeuralNetworkSettings(
        List<Integer> hidden, int epochs, int batch, double learningRate, double dropout, double weightDecay, long seed)
        implements Serializable {
    public NeuralNetworkSettings {
        hidden = List.copyOf(hidden);
    }

    /** The learning rate of an epoch, counted from 0: Loshchilov and Hutter's cosine (2017), without restarts. */
    double learningRate(int epoch) {
        return learningRate * 0.5 * (1 + Math.cos(Math.PI * epoch / epochs));
    }
}
