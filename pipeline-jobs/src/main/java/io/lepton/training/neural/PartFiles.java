package io.lepton.training.neural;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The parameters of a divided network, a file a part: floats, big-endian, in the order of {@link NetworkParts}.
 *
 * @param folder on a file system that all executors reach
 */
record PartFiles(String folder, SerializableConfiguration hadoop) implements Serializable {

    /** Leaves a part there whole, or not at all. */
    void write(int part, float[] parameters) {
        Path beside = new Path(folder, "_" + UUID.randomUUID());
        try {
            FileSystem files = beside.getFileSystem(hadoop.value());
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(files.create(beside, true)))) {
                for (float parameter : parameters) {
                    out.writeFloat(parameter);
                }
            }
            files.delete(file(part), false);
            if (!files.rename(beside, file(part))) {
                throw new IOException("the file system refused to rename " + beside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a network's part " + file(part) + ": " + e.getMessage(), e);
        }
    }

    /** Some parameters of a part, from a place on. */
    float[] read(int part, int offset, int count) {
        float[] values = new float[count];
        try (FSDataInputStream file = file(part).getFileSystem(hadoop.value()).open(file(part))) {
            file.seek(4L * offset);
            DataInputStream in = new DataInputStream(new BufferedInputStream(file, 1 << 16));
            for (int i = 0; i < count; i++) {
                values[i] = in.readFloat();
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a network's part " + file(part) + ": " + e.getMessage(), e);
        }
    }

    /** Copies some parts; no part passes through memory whole. */
    void copyTo(PartFiles others, int parts) throws IOException {
        for (int part = 0; part < parts; part++) {
            Path from = file(part);
            Path to = others.file(part);
            FileUtil.copy(
                    from.getFileSystem(hadoop.value()),
                    from,
                    to.getFileSystem(hadoop.value()),
                    to,
                    false,
                    true,
                    hadoop.value());
        }
    }

    private Path file(int part) {
        return new Path(folder, String.format("part-%05d.bin", part));
    }
}
