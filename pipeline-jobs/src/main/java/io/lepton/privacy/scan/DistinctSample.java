package io.lepton.privacy.scan;

import java.io.Serial;
import java.io.Serializable;

/**
 * A sample of the distinct keys of a stream, each with the exact number of its occurrences, in memory that does not grow. Of all keys those
 * are kept whose hash begins with {@code level} zeros; the level is the lowest at which they fit. What is kept depends on the set of keys
 * alone, not on their order or on how the stream was divided.
 *
 * <p>Gibbons: Distinct sampling for highly-accurate answers to distinct values queries and event reports. VLDB 2001.
 */
final class DistinctSample implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int capacity;
    private int level;
    private int size;
    private long[] keys;
    /** 0 where the slot is free. */
    private long[] counts;

    /** @param capacity keys that are kept at most; the relative error of the estimates is about one by its square root */
    DistinctSample(int capacity) {
        this.capacity = capacity;
        this.keys = new long[16];
        this.counts = new long[16];
    }

    /** @param hash of the key, every bit as likely 0 as 1 */
    void add(long hash) {
        add(hash, 1);
    }

    private void add(long hash, long times) {
        if (Long.numberOfLeadingZeros(hash) < level) {
            return;
        }
        int slot = slot(hash);
        if (counts[slot] == 0) {
            keys[slot] = hash;
            size++;
        }
        counts[slot] += times;
        if (size > capacity) {
            raise(level + 1);
        } else if (2 * size > keys.length) {
            rebuild(2 * keys.length);
        }
    }

    DistinctSample merge(DistinctSample other) {
        if (other.level > level) {
            raise(other.level);
        }
        for (int i = 0; i < other.keys.length; i++) {
            if (other.counts[i] > 0) {
                add(other.keys[i], other.counts[i]);
            }
        }
        return this;
    }

    /** Different keys, estimated; exact while they fit. */
    double distinct() {
        return Math.scalb((double) size, level);
    }

    /** Keys that occurred once, estimated likewise. */
    double singles() {
        int singles = 0;
        for (long count : counts) {
            singles += count == 1 ? 1 : 0;
        }
        return Math.scalb((double) singles, level);
    }

    private int slot(long hash) {
        int mask = keys.length - 1;
        // The leading bits are zeros by selection.
        int slot = (int) hash & mask;
        while (counts[slot] != 0 && keys[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void raise(int to) {
        level = to;
        rebuild(keys.length);
        // More than one level where many hashes begin alike.
        if (size > capacity) {
            raise(level + 1);
        }
    }

    private void rebuild(int slots) {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        keys = new long[slots];
        counts = new long[slots];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] > 0 && Long.numberOfLeadingZeros(oldKeys[i]) >= level) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                counts[slot] = oldCounts[i];
                size++;
            }
        }
    }
}
