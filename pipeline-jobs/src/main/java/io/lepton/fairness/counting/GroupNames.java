package io.lepton.fairness.counting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Numbers the combinations of names that occur, without an object a row: each name leads from the number of the names before it to a number of its
 * own, by an open-addressed table.
 *
 * <p>A name of up to 16 bytes is known by its length and two words; only the middle of a longer one is looked at byte by byte, which takes the larger
 * part of the time of a count where every name is.
 */
final class GroupNames {
    static final int START = 0;
    private static final int FIRST_CAPACITY = 64;
    private static final int IN_TWO_WORDS = 2 * Long.BYTES;

    private int[] slots = new int[FIRST_CAPACITY];
    private int[] parents = new int[FIRST_CAPACITY];
    private long[] firsts = new long[FIRST_CAPACITY];
    private long[] lasts = new long[FIRST_CAPACITY];
    private UTF8String[] names = new UTF8String[FIRST_CAPACITY];
    private int size = 1;

    /** The number of a name after others: above 0, and the same for the same names. */
    int next(int before, UTF8String name) {
        int length = name.numBytes();
        long first = first(name, length);
        long last = last(name, length);
        int mask = slots.length - 1;
        int at = hash(before, first, last, length) & mask;
        while (slots[at] != 0) {
            int number = slots[at];
            if (firsts[number] == first
                    && lasts[number] == last
                    && parents[number] == before
                    && names[number].numBytes() == length
                    && (length <= IN_TWO_WORDS || names[number].equals(name))) {
                return number;
            }
            at = at + 1 & mask;
        }
        return added(before, name, at);
    }

    /** The first eight bytes, or as many as there are. */
    private static long first(UTF8String name, int length) {
        Object base = name.getBaseObject();
        long offset = name.getBaseOffset();
        if (length >= Long.BYTES) {
            return Platform.getLong(base, offset);
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = word << Byte.SIZE | Platform.getByte(base, offset + i) & 0xFF;
        }
        return word;
    }

    /** The last eight bytes, or 0. */
    private static long last(UTF8String name, int length) {
        return length > Long.BYTES
                ? Platform.getLong(name.getBaseObject(), name.getBaseOffset() + length - Long.BYTES)
                : 0;
    }

    private static int hash(int before, long first, long last, int length) {
        long mixed = (first ^ Long.rotateLeft(last, Integer.SIZE) + length) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ mixed >>> Integer.SIZE ^ before) * 0xC2B2_AE3D_27D4_EB4FL;
        return (int) (mixed >>> Integer.SIZE);
    }

    private int added(int before, UTF8String name, int at) {
        if (size == names.length) {
            int capacity = 2 * size;
            parents = Arrays.copyOf(parents, capacity);
            firsts = Arrays.copyOf(firsts, capacity);
            lasts = Arrays.copyOf(lasts, capacity);
            names = Arrays.copyOf(names, capacity);
        }
        int length = name.numBytes();
        parents[size] = before;
        firsts[size] = first(name, length);
        lasts[size] = last(name, length);
        names[size] = name.copy();
        slots[at] = size++;
        if (2 * size > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int number = 1; number < size; number++) {
            int at = hash(parents[number], firsts[number], lasts[number], names[number].numBytes()) & mask;
            while (slots[at] != 0) {
                at = at + 1 & mask;
            }
            slots[at] = number;
        }
    }

    /** One more than the highest number. */
    int size() {
        return size;
    }

    /** The names that led to a number, in their order. */
    List<String> of(int number) {
        List<String> path = new ArrayList<>();
        for (int at = number; at != START; at = parents[at]) {
            path.add(0, names[at].toString());
        }
        return List.copyOf(path);
    }
}
