package io.lepton.training.neural;

/** Remembers the parameters of the epoch that did best on rows held out, and tells when to stop (Prechelt, 1998). Mutable. */
final class BestEpoch {
    private final int patience;
    private float[] parameters = new float[0];
    private double loss = Double.POSITIVE_INFINITY;
    private int worseInARow;

    /** @param patience epochs to go on for without getting better */
    BestEpoch(int patience) {
        this.patience = patience;
    }

    /** Takes an epoch's result; returns whether to go on. */
    boolean after(float[] ofEpoch, double itsLoss) {
        if (itsLoss < loss || parameters.length == 0) {
            parameters = ofEpoch;
            loss = itsLoss;
            worseInARow = 0;
            return true;
        }
        return ++worseInARow < patience;
    }

    float[] parameters() {
        return parameters;
    }
}
