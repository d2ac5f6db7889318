package io.lepton.privacy.histogram;

import java.io.Serializable;
import java.util.Arrays;

/** Tuples of codes, numbered in the order in which they were added: a hash table in two arrays. */
final class CodeTable implements Serializable {
    private static final long serialVersionUID = 1;
    static final int ABSENT = -1;

    private final int width;
    private int[] tuples = {};
    private int[] slots;
    private int size;

    CodeTable(int width) {
        this.width = width;
        this.slots = empty(16);
    }

    private static int[] empty(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, ABSENT);
        return slots;
    }

    int size() {
        return size;
    }

    int code(int tuple, int place) {
        return tuples[tuple * width + place];
    }

    /** The tuple's number, {@link #ABSENT} if it was not added. */
    int find(int[] codes) {
        return slots[slot(codes)];
    }

    /** The tuple's number, a new one where it is new. */
    int add(int[] codes) {
        int slot = slot(codes);
        if (slots[slot] != ABSENT) {
            return slots[slot];
        }
        if ((size + 1) * width > tuples.length) {
            tuples = Arrays.copyOf(tuples, Math.max(64 * width, Math.addExact(tuples.length, tuples.length / 2)));
        }
        System.arraycopy(codes, 0, tuples, size * width, width);
        slots[slot] = size++;
        if (size > slots.length / 2) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        slots = empty(Math.multiplyExact(slots.length, 2));
        int[] codes = new int[width];
        for (int tuple = 0; tuple < size; tuple++) {
            System.arraycopy(tuples, tuple * width, codes, 0, width);
            slots[slot(codes)] = tuple;
        }
    }

    private int slot(int[] codes) {
        int mask = slots.length - 1;
        int slot = hash(codes) & mask;
        while (slots[slot] != ABSENT && !holds(slots[slot], codes)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean holds(int tuple, int[] codes) {
        int at = tuple * width;
        for (int place = 0; place < width; place++) {
            if (tuples[at + place] != codes[place]) {
                return false;
            }
        }
        return true;
    }

    private int hash(int[] codes) {
        long hash = 0;
        for (int place = 0; place < width; place++) {
            hash = (hash + codes[place]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }
}
