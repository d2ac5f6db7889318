package io.lepton.training.neural;

import java.io.Serializable;

/**
 * All that a training needs but the rows.
 *
 * @param heldOutEvery one row of so many is held out, and decides how long training goes on; 0: none is
 * @param patience epochs to go on for without getting better on them
 * @param stepsPerRound steps of a worker between two averages; 0: what {@link Interval} says
 */
record TrainingPlan(
        NetworkShape shape,
        Encoding encoding,
        RowWeights weights,
        NeuralNetworkSettings settings,
        int heldOutEvery,
        int patience,
        int stepsPerRound)
        implements Serializable {

    boolean holdsOut() {
        return heldOutEvery > 0;
    }

    Network network(float[] parameters) {
        return new Network(shape, encoding, parameters);
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
