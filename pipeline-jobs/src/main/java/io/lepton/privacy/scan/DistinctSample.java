package io.lepton.privacy.scan;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.function.ObjLongConsumer;

/**
 * A sample of the distinct keys of a stream, each with the exact number of its occurrences, in memory that does not grow. Of all keys those
 * are kept whose hash begins with {@code level} zeros; the level is the lowest at which they fit. What is kept depends on the set of keys
 * alone, not on their order or on how the stream was divided. Fewer keys, chosen likewise, may carry the value that they stand for.
 *
 * <p>Gibbons: Distinct sampling for highly-accurate answers to distinct values queries and event reports. VLDB 2001.
 */
final class DistinctSample implements Serializable {
    @Serial
    private static final long serialVersionUID = 2L;

    private final int capacity;
    private final int valueCapacity;
    private int level;
    private int valueLevel;
    private int size;
    private int valueSize;
    private transient long[] keys = new long[16];
    /** 0 where the slot is free. */
    private transient long[] counts = new long[16];

    private transient String[] values = {};

    /** @param capacity keys that are kept at most; the relative error of the estimates is about one by its square root */
    DistinctSample(int capacity) {
        this(capacity, 0);
    }

    /** @param valueCapacity keys at most whose values are kept, too */
    DistinctSample(int capacity, int valueCapacity) {
        this.capacity = capacity;
        this.valueCapacity = valueCapacity;
        this.values = new String[valueCapacity > 0 ? 16 : 0];
    }

    /**
     * @param hash of the key, every bit as likely 0 as 1
     * @return whether the key is new and its value may be {@link #attach attached}
     */
    boolean add(long hash) {
        return Long.numberOfLeadingZeros(hash) >= level && add(hash, 1);
    }

    /** Adds the first keys. */
    void addAll(long[] hashes, int size) {
        for (int i = 0; i < size; i++) {
            // The bits that have to be zeros; none at level 0, where Java would shift by nothing.
            if ((hashes[i] & -2L << 63 - level) == 0) {
                add(hashes[i], 1);
            }
        }
    }

    private boolean add(long hash, long times) {
        int slot = slot(hash);
        boolean fresh = counts[slot] == 0;
        counts[slot] += times;
        if (!fresh) {
            return false;
        }
        keys[slot] = hash;
        size++;
        if (size > capacity) {
            raise(level + 1);
        } else if (2 * size > keys.length) {
            rebuild(2 * keys.length);
        }
        return valueCapacity > 0 && Long.numberOfLeadingZeros(hash) >= Math.max(level, valueLevel);
    }

    /** Gives a key that was just added the value that it stands for. */
    void attach(long hash, String value) {
        int slot = slot(hash);
        if (counts[slot] > 0 && values[slot] == null) {
            values[slot] = value;
            valueSize++;
            while (valueSize > valueCapacity) {
                raiseValues(valueLevel + 1);
            }
        }
    }

    DistinctSample merge(DistinctSample other) {
        if (other.level > level) {
            raise(other.level);
        }
        if (other.valueLevel > valueLevel) {
            raiseValues(other.valueLevel);
        }
        for (int i = 0; i < other.keys.length; i++) {
            if (other.counts[i] > 0 && Long.numberOfLeadingZeros(other.keys[i]) >= level) {
                boolean wanted = add(other.keys[i], other.counts[i]);
                if (wanted && other.values[i] != null) {
                    attach(other.keys[i], other.values[i]);
                }
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

    /** Whether the values of all keys are there. */
    boolean holdsAllValues() {
        return valueSize == size && level == 0;
    }

    /** The values that are kept, each with the number of its occurrences. */
    void values(ObjLongConsumer<String> taker) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                taker.accept(values[i], counts[i]);
            }
        }
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

    /** Keeps fewer keys than fit. */
    void raiseAtLeastTo(int to) {
        if (to > level) {
            raise(to);
        }
    }

    private void raise(int to) {
        level = to;
        rebuild(keys.length);
        // More than one level where many hashes begin alike.
        if (size > capacity) {
            raise(level + 1);
        }
    }

    private void raiseValues(int to) {
        valueLevel = to;
        valueSize = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null && Long.numberOfLeadingZeros(keys[i]) < to) {
                values[i] = null;
            }
            valueSize += values[i] == null ? 0 : 1;
        }
    }

    private void rebuild(int slots) {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        String[] oldValues = values;
        clear(slots);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] > 0 && Long.numberOfLeadingZeros(oldKeys[i]) >= level) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                counts[slot] = oldCounts[i];
                size++;
                if (oldValues.length > 0 && oldValues[i] != null) {
                    values[slot] = oldValues[i];
                    valueSize++;
                }
            }
        }
    }

    private void clear(int slots) {
        keys = new long[slots];
        counts = new long[slots];
        values = new String[valueCapacity > 0 ? slots : 0];
        size = 0;
        valueSize = 0;
    }

    /** Free slots are not sent. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(keys.length);
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] > 0) {
                out.writeLong(keys[i]);
                out.writeLong(counts[i]);
                if (valueCapacity > 0) {
                    out.writeObject(values[i]);
                }
            }
        }
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        int held = size;
        clear(in.readInt());
        for (int i = 0; i < held; i++) {
            long key = in.readLong();
            int slot = slot(key);
            keys[slot] = key;
            counts[slot] = in.readLong();
            size++;
            if (valueCapacity > 0) {
                values[slot] = (String) in.readObject();
                valueSize += values[slot] == null ? 0 : 1;
            }
        }
    }
}
