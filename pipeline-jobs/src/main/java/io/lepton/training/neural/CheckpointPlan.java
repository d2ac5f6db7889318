package io.lepton.training.neural;

import io.lepton.training.checkpoint.Checkpoints;
import java.io.Serializable;
import java.util.Optional;

/**
 * Whether and how often a training leaves checkpoints.
 *
 * @param folder of this training alone; empty: it leaves none
 * @param seconds between two
 */
record CheckpointPlan(String folder, int seconds) implements Serializable {
    Optional<Checkpoints> checkpoints() {
        return folder.isEmpty() ? Optional.empty() : Optional.of(new Checkpoints(folder));
    }
}
