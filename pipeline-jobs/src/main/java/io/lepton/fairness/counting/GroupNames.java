package io.lepton.fairness.counting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Numbers the combinations of names that occur, without an object a row: each name leads from the number of the names before it to a number of its
 * own, by an open-addressed table.
 */
final class GroupNames {
    static final int START = 0;
    private static final int FIRST_CAPACITY = 64;

    private int[] slots = new int[FIRST_CAPACITY];
    private int[] hashes = new int[FIRST_CAPACITY];
    private int[] parents = new int[FIRST_CAPACITY];
    private UTF8String[] names = new UTF8String[FIRST_CAPACITY];
    private int size = 1;

    /** The number of a name after others: above 0, and the same for the same names. */
    int next(int before, UTF8String name) {
        int hash = (name.hashCode() ^ before * 0x9E37_79B9) * 0x85EB_CA6B;
        int mask = slots.length - 1;
        int at = (hash ^ hash >>> 15) & mask;
        while (slots[at] != 0) {
            int number = slots[at];
            if (hashes[number] == hash && parents[number] == before && names[number].equals(name)) {
                return number;
            }
            at = at + 1 & mask;
        }
        return added(before, name, hash, at);
    }

    private int added(int before, UTF8String name, int hash, int at) {
        if (size == names.length) {
            int capacity = 2 * size;
            hashes = Arrays.copyOf(hashes, capacity);
            parents = Arrays.copyOf(parents, capacity);
            names = Arrays.copyOf(names, capacity);
        }
        hashes[size] = hash;
        parents[size] = before;
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
            int at = (hashes[number] ^ hashes[number] >>> 15) & mask;
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
