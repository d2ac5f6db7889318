package io.lepton.training.neural;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Keeps buffers in memory up to a limit, and the rest in a file that is mapped: the system reads what is needed, and drops what is not. The
 * file has no name any more once it is open, so that it is gone with the process at the latest. One thread's.
 */
final class RowMemory implements AutoCloseable {
    private final long limit;
    private final Path folder;
    private long inMemory;
    private long onDisk;
    private FileChannel file;

    /**
     * @param limit bytes in memory, at most
     * @param folder on a local disk, for the rest
     */
    RowMemory(long limit, Path folder) {
        this.limit = limit;
        this.folder = folder;
    }

    /** Bytes that had no place in memory. */
    long onDisk() {
        return onDisk;
    }

    FloatBuffer floats(float[] values, int size) {
        long bytes = 4L * size;
        if (fits(bytes)) {
            return FloatBuffer.wrap(Arrays.copyOf(values, size));
        }
        FloatBuffer mapped = mapped(bytes).asFloatBuffer();
        mapped.put(0, values, 0, size);
        return mapped;
    }

    IntBuffer ints(int[] values, int size) {
        long bytes = 4L * size;
        if (fits(bytes)) {
            return IntBuffer.wrap(Arrays.copyOf(values, size));
        }
        IntBuffer mapped = mapped(bytes).asIntBuffer();
        mapped.put(0, values, 0, size);
        return mapped;
    }

    private boolean fits(long bytes) {
        if (inMemory + bytes > limit) {
            return false;
        }
        inMemory += bytes;
        return true;
    }

    private ByteBuffer mapped(long bytes) {
        try {
            if (file == null) {
                Path path = Files.createTempFile(folder, "training-rows", ".bin");
                file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Files.delete(path);
            }
            ByteBuffer buffer =
                    file.map(FileChannel.MapMode.READ_WRITE, onDisk, bytes).order(ByteOrder.nativeOrder());
            onDisk += bytes;
            return buffer;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep training rows in " + folder + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot close the file of training rows: " + e.getMessage(), e);
            }
        }
    }
}
