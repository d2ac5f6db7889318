package io.lepton.training.checkpoint;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.util.SerializableConfiguration;

/** Where one training leaves its checkpoints; nowhere, where nobody asked for them. */
public final class CheckpointFolder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String folder;
    private final SerializableConfiguration hadoop;

    /** @param folder of this training alone, on a file system that all executors reach; empty: none */
    public CheckpointFolder(String folder, SerializableConfiguration hadoop) {
        this.folder = folder;
        this.hadoop = hadoop;
    }

    public boolean isSomewhere() {
        return !folder.isEmpty();
    }

    /** Its path; empty where it is nowhere. */
    public String name() {
        return folder;
    }

    public Optional<Checkpoint> latest() {
        return folder.isEmpty() ? Optional.empty() : new Checkpoints(folder).latest(hadoop.value());
    }

    /** That of a step, where it is whole. */
    public Optional<Checkpoint> at(int step) {
        return folder.isEmpty() ? Optional.empty() : new Checkpoints(folder).at(hadoop.value(), step);
    }

    /** A folder in this one, for one of several parts; nowhere, where this is nowhere. */
    public CheckpointFolder of(String part) {
        return new CheckpointFolder(folder.isEmpty() ? "" : folder + "/" + part, hadoop);
    }

    public void write(Checkpoint checkpoint) {
        if (!folder.isEmpty()) {
            new Checkpoints(folder).write(hadoop.value(), checkpoint);
        }
    }
}
