package io.lepton.training.neural;

import java.io.Serializable;

/**
 * How much a row counts in training.
 *
 * @param mean weight of all training rows: weights are multiples of it, so that the learning rate needs no knowledge of them
 */
record RowWeights(double mean, ClassWeights.Factors factors) implements Serializable {
    double of(double label, double weight) {
        return weight * factors.of(label) / mean;
    }
}
