package io.lepton.training.neural;

import java.io.Serializable;

/**
 * Where training stands.
 *
 * @param parameters flat, as {@link NetworkShape} has them
 * @param updater Adam's moments, in DeepLearning4J's order
 * @param steps taken so far
 */
record TrainerState(float[] parameters, float[] updater, int steps) implements Serializable {
    /** Before the first step; the seed draws the parameters. */
    static TrainerState initial() {
        return new TrainerState(new float[0], new float[0], 0);
    }

    boolean isInitial() {
        return parameters.length == 0;
    }
}
