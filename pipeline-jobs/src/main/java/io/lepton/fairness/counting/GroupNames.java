package io.lepton.fairness.counting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the combinations of names that occur, without an object a row: each name leads from the number of the names before it to a number of its
 * own, by an open-addressed table. A name is known by a hash of 64 bits: of a thousand names two have the same once in 10¹³ times.
 */
final class GroupNames {
    static final int START = 0;
    /** No number. */
    static final int UNKNOWN = -1;

    private static final int FIRST_CAPACITY = 64;

    private int[] slots = new int[FIRST_CAPACITY];
    private int[] parents = new int[FIRST_CAPACITY];
    private long[] hashes = new long[FIRST_CAPACITY];
    private String[] names = new String[FIRST_CAPACITY];
    private int size = 1;

    /** The number of a name after others, above 0; {@link #UNKNOWN} if it has none yet. */
    int find(int before, long hash) {
        int number = slots[place(before, hash)];
        return number == 0 ? UNKNOWN : number;
    }

    /** Gives a name after others a number. */
    int add(int before, long hash, String name) {
        if (size == names.length) {
            int capacity = 2 * size;
            parents = Arrays.copyOf(parents, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
            names = Arrays.copyOf(names, capacity);
        }
        parents[size] = before;
        hashes[size] = hash;
        names[size] = name;
        slots[place(before, hash)] = size++;
        if (2 * size > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private int place(int before, long hash) {
        int mask = slots.length - 1;
        long mixed = (hash ^ before * 0xC2B2_AE3D_27D4_EB4FL) * 0x9E37_79B9_7F4A_7C15L;
        int at = (int) (mixed >>> Integer.SIZE) & mask;
        while (slots[at] != 0 && (hashes[slots[at]] != hash || parents[slots[at]] != before)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        for (int number = 1; number < size; number++) {
            slots[place(parents[number], hashes[number])] = number;
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
            path.add(0, names[at]);
        }
        return List.copyOf(path);
    }
}
