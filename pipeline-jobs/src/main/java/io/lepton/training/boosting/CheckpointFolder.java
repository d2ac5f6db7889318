package io.lepton.training.boosting;

import io.lepton.training.checkpoint.Checkpoint;
import io.lepton.training.checkpoint.Checkpoints;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.util.SerializableConfiguration;

/** Where one training leaves its checkpoints; nowhere, where nobody asked for them. */
final class CheckpointFolder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String folder;
    private final SerializableConfiguration hadoop;

    /** @param folder of this training alone; empty: none */
    CheckpointFolder(String folder, SerializableConfiguration hadoop) {
        this.folder = folder;
        this.hadoop = hadoop;
    }

    Optional<Checkpoint> latest() {
        return folder.isEmpty() ? Optional.empty() : new Checkpoints(folder).latest(hadoop.value());
    }

    void write(int round, BoosterState state) {
        if (!folder.isEmpty()) {
            new Checkpoints(folder).write(hadoop.value(), new Checkpoint(round, state.toBytes()));
        }
    }
}
