package io.lepton.training.neural;

import java.io.Serializable;

/**
 * All that a training needs but the rows.
 *
 * @param meanWeight of the rows
 * @param heldOutEvery one row of so many is held out, and decides how long training goes on; 0: none is
 * @param patience epochs to go on for without getting better on them
 */
record TrainingPlan(
        NetworkShape shape,
        Scaling scaling,
        double meanWeight,
        NeuralNetworkSettings settings,
        int heldOutEvery,
        int patience)
        implements Serializable {

    boolean holdsOut() {
        return heldOutEvery > 0;
    }

    Network network(float[] parameters) {
        return new Network(shape, scaling, parameters);
    }

    /** A seed of its own for each epoch, round and worker. */
    long seed(int epoch, int round, int worker) {
        long mixed = settings.seed();
        for (int part : new int[] {epoch, round, worker}) {
            mixed = (mixed ^ (part + 1)) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        return mixed;
    }
}
