package io.lepton.training.boosting;

/** Remembers after which round the rows held out were predicted best. */
final class BestRound {
    private final int patience;
    private int round;
    private float loss;

    /**
     * @param round the best so far, counted from 1; 0: there was none
     * @param loss after it
     */
    BestRound(int patience, int round, float loss) {
        this.patience = patience;
        this.round = round;
        this.loss = loss;
    }

    int round() {
        return round;
    }

    float loss() {
        return loss;
    }

    /** @return whether it is worth going on */
    boolean after(int next, float lossThen) {
        if (lossThen < loss) {
            round = next;
            loss = lossThen;
        }
        return next - round < patience;
    }
}
