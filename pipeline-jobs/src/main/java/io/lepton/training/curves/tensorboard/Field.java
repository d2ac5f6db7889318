package io.lepton.training.curves.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A field of a Protocol Buffers message that is read.
 *
 * @param bits of a number
 * @param bytes of a text or a message
 */
record Field(int number, long bits, byte[] bytes) {
    private static final byte[] NONE = {};

    static List<Field> of(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            long tag = varint(in);
            fields.add(field((int) (tag >>> 3), (int) (tag & 7), in));
        }
        return fields;
    }

    private static Field field(int number, int wireType, ByteBuffer in) {
        return switch (wireType) {
            case Message.VARINT -> new Field(number, varint(in), NONE);
            case Message.EIGHT_BYTES -> new Field(number, in.getLong(), NONE);
            case Message.FOUR_BYTES -> new Field(number, in.getInt(), NONE);
            default -> {
                byte[] bytes = new byte[(int) varint(in)];
                in.get(bytes);
                yield new Field(number, 0, bytes);
            }
        };
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    float asFloat() {
        return Float.intBitsToFloat((int) bits);
    }

    double asDouble() {
        return Double.longBitsToDouble(bits);
    }
}
