package io.lepton.fairness.counting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;

/**
 * Weights and sums of scores by key, in an open-addressed table. A cell's numbers lie beside each other, so that a row, whose cell is rarely in the
 * processor's caches, waits for memory once.
 */
final class Cells implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int FIRST_CAPACITY = 16;
    /** Key, bits of two weights and bits of the score. */
    private static final int STRIDE_BITS = 2;

    private static final int STRIDE = 1 << STRIDE_BITS;

    /** A key is kept as its complement, so that 0 is none. */
    private transient long[] table = new long[FIRST_CAPACITY << STRIDE_BITS];

    private transient int size;

    /** Takes a cell: of its rows the weight, that of positive ones apart, and the sum of scores. */
    @FunctionalInterface
    interface Visitor {
        void cell(long key, double weight, double positive, double score);
    }

    /** @param key not −1 */
    void add(long key, double weight, double positive, double score) {
        int at = place(table, ~key);
        if (table[at] == 0) {
            if (4 * ++size > 3 * (table.length >> STRIDE_BITS)) {
                grow();
                at = place(table, ~key);
            }
            table[at] = ~key;
        }
        add(at + 1, weight);
        add(at + 2, positive);
        add(at + 3, score);
    }

    private void add(int at, double value) {
        table[at] = Double.doubleToRawLongBits(number(at) + value);
    }

    private double number(int at) {
        return Double.longBitsToDouble(table[at]);
    }

    /**
     * Looks where a key is likely to be, so that the processor fetches it: looks at many keys, one after the other, wait for memory together. The
     * result only keeps the look from being taken out.
     */
    long look(long key) {
        return table[start(~key, table.length - 1)];
    }

    private static int start(long marked, int mask) {
        return (int) (marked * 0x9E37_79B9_7F4A_7C15L >>> Integer.SIZE) << STRIDE_BITS & mask;
    }

    private static int place(long[] table, long marked) {
        int mask = table.length - 1;
        int at = start(marked, mask);
        while (table[at] != 0 && table[at] != marked) {
            at = at + STRIDE & mask;
        }
        return at;
    }

    private void grow() {
        long[] larger = new long[2 * table.length];
        for (int from = 0; from < table.length; from += STRIDE) {
            if (table[from] != 0) {
                System.arraycopy(table, from, larger, place(larger, table[from]), STRIDE);
            }
        }
        table = larger;
    }

    int size() {
        return size;
    }

    void forEach(Visitor visitor) {
        for (int at = 0; at < table.length; at += STRIDE) {
            if (table[at] != 0) {
                visitor.cell(~table[at], number(at + 1), number(at + 2), number(at + 3));
            }
        }
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        write(out);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        read(in);
    }

    /** Only cells that are used travel between tasks. */
    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int at = 0; at < table.length; at += STRIDE) {
            if (table[at] != 0) {
                for (int i = 0; i < STRIDE; i++) {
                    out.writeLong(table[at + i]);
                }
            }
        }
    }

    /** Takes the place of what is here. */
    void read(DataInput in) throws IOException {
        int cells = in.readInt();
        int capacity = Math.max(FIRST_CAPACITY, Integer.highestOneBit(Math.max(1, 4 * cells / 3)) << 1);
        table = new long[capacity << STRIDE_BITS];
        size = cells;
        for (int i = 0; i < cells; i++) {
            long marked = in.readLong();
            int at = place(table, marked);
            table[at] = marked;
            for (int number = 1; number < STRIDE; number++) {
                table[at + number] = in.readLong();
            }
        }
    }
}
