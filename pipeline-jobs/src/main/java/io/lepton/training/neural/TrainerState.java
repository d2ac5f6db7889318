package io.lepton.training.neural;

import java.io.Serializable;

/**
 * Where a trainer stands.
 *
 * @param parameters flat, as {@link NetworkShape} has them
 * @param updater Adam's moments, in DeepLearning4J's order
 * @param steps taken so far
 */
record TrainerState(float[] parameters, float[] updater, int steps) implements Serializable {}
