package io.lepton.training.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one training, in a folder of any Hadoop file system. A checkpoint is there whole or not at all: it is written beside
 * and renamed, and one whose checksum is wrong is passed over for the one before it. The last two are kept.
 *
 * @param folder of this training alone: a name in it should stand for the rows and settings, as nothing here checks them
 */
public record Checkpoints(String folder) implements Serializable {
    private static final String PREFIX = "step-";
    private static final int KEPT = 2;

    /** @throws UncheckedIOException when it can't be written */
    public void write(Configuration hadoop, Checkpoint checkpoint) {
        Path file = new Path(folder, String.format("%s%08d", PREFIX, checkpoint.step()));
        Path beside = new Path(folder, "_" + UUID.randomUUID());
        try {
            FileSystem files = file.getFileSystem(hadoop);
            try (DataOutputStream out = files.create(beside, true)) {
                out.writeLong(checksum(checkpoint.state()));
                out.writeInt(checkpoint.state().length);
                out.write(checkpoint.state());
            }
            files.delete(file, false);
            if (!files.rename(beside, file)) {
                throw new IOException("the file system refused to rename " + beside);
            }
            List<Path> all = newestFirst(files);
            for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
                files.delete(old, false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a checkpoint to " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The last one that is whole; absent when there is none.
     *
     * @throws UncheckedIOException when the folder can't be read
     */
    public Optional<Checkpoint> latest(Configuration hadoop) {
        try {
            FileSystem files = new Path(folder).getFileSystem(hadoop);
            for (Path file : newestFirst(files)) {
                Optional<byte[]> state = read(files, file);
                if (state.isPresent()) {
                    return Optional.of(new Checkpoint(step(file), state.get()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the checkpoints in " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * That of a step; absent when there is none, or none that is whole.
     *
     * @throws UncheckedIOException when the folder can't be read
     */
    public Optional<Checkpoint> at(Configuration hadoop, int step) {
        try {
            FileSystem files = new Path(folder).getFileSystem(hadoop);
            for (Path file : newestFirst(files)) {
                if (step(file) == step) {
                    return read(files, file).map(state -> new Checkpoint(step, state));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the checkpoints in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Optional<byte[]> read(FileSystem files, Path file) throws IOException {
        try (DataInputStream in = files.open(file)) {
            long checksum = in.readLong();
            int length = in.readInt();
            byte[] state = in.readNBytes(length);
            return state.length == length && checksum(state) == checksum ? Optional.of(state) : Optional.empty();
        } catch (java.io.EOFException cut) {
            return Optional.empty();
        }
    }

    private List<Path> newestFirst(FileSystem files) throws IOException {
        try {
            return Arrays.stream(files.listStatus(
                            new Path(folder), file -> file.getName().startsWith(PREFIX)))
                    .map(FileStatus::getPath)
                    .sorted(Comparator.comparingInt(Checkpoints::step).reversed())
                    .toList();
        } catch (FileNotFoundException none) {
            return List.of();
        }
    }

    private static int step(Path file) {
        return Integer.parseInt(file.getName().substring(PREFIX.length()));
    }

    private static long checksum(byte[] state) {
        CRC32C checksum = new CRC32C();
        checksum.update(state);
        return checksum.getValue();
    }
}
