package io.lepton.training.curves.tensorboard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * TensorFlow's framing of a record, as in {@code tensorflow/core/lib/io/record_writer.h}: length (8 bytes), its checksum (4), the data, its
 * checksum (4); numbers little-endian. A checksum is the data's CRC-32C, rotated right by 15 bits, plus 0xa282ead8.
 */
final class Framing {
    private static final int MASK = 0xa282ead8;

    private Framing() {}

    static byte[] framed(byte[] data) {
        byte[] length = Message.littleEndian(8).putLong(data.length).array();
        return Message.littleEndian(8 + 4 + data.length + 4)
                .put(length)
                .putInt(checksum(length))
                .put(data)
                .putInt(checksum(data))
                .array();
    }

    /** The data of the next record; empty at the end, and where one was cut off as it was written. */
    static Optional<byte[]> next(InputStream in) throws IOException {
        byte[] length = in.readNBytes(8);
        if (length.length < 8 || !ends(in, length)) {
            return Optional.empty();
        }
        byte[] data = in.readNBytes(
                (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
        return ends(in, data) ? Optional.of(data) : Optional.empty();
    }

    private static boolean ends(InputStream in, byte[] data) throws IOException {
        byte[] checksum = Message.littleEndian(4).putInt(checksum(data)).array();
        return Arrays.equals(checksum, in.readNBytes(4));
    }

    private static int checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }
}
