package io.lepton.training.curves.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A Protocol Buffers message, field by field, in the wire format of https://protobuf.dev/programming-guides/encoding. */
final class Message {
    static final int VARINT = 0;
    static final int EIGHT_BYTES = 1;
    static final int FOUR_BYTES = 5;

    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    Message number(int field, double value) {
        tag(field, EIGHT_BYTES);
        bytes.writeBytes(littleEndian(8).putDouble(value).array());
        return this;
    }

    Message number(int field, float value) {
        tag(field, FOUR_BYTES);
        bytes.writeBytes(littleEndian(4).putFloat(value).array());
        return this;
    }

    Message text(int field, String value) {
        return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
        return delimited(field, value.encoded());
    }

    byte[] encoded() {
        return bytes.toByteArray();
    }

    private Message delimited(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; all but the last have their highest bit set. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
