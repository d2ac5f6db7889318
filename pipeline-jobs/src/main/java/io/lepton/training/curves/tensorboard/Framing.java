package io.lepton.training.curves.tensorboard;

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

    private static int checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }
}
