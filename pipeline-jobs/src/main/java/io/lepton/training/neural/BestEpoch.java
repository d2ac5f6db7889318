package io.lepton.training.neural;

import java.io.Serializable;

/**
 * The epoch that did best on rows held out so far, and since when none did better (Prechelt, 1998).
 *
 * @param parameters of the best epoch; none before the first
 * @param worseInARow epochs since then
 */
record BestEpoch(float[] parameters, double loss, int worseInARow) implements Serializable {
    static BestEpoch none() {
        return new BestEpoch(new float[0], Double.POSITIVE_INFINITY, 0);
    }

    BestEpoch after(float[] ofEpoch, double itsLoss) {
        return itsLoss < loss || parameters.length == 0
                ? new BestEpoch(ofEpoch, itsLoss, 0)
                : new BestEpoch(parameters, loss, worseInARow + 1);
    }
}
