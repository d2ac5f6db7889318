package io.lepton.training.checkpoint;

/**
 * A training's state after a step.
 *
 * @param step counted from 1
 * @param state in the training's own format
 */
public record Checkpoint(int step, byte[] state) {}
