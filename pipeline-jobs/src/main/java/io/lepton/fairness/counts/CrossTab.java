package io.lepton.fairness.counts;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** Counts of rows by the codes of one or more columns. Counts of parts of the rows add up. */
public final class CrossTab implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int[] columns;
    private final int[] sizes;
    private final long[] counts;

    private CrossTab(int[] columns, int[] sizes, long[] counts) {
        this.columns = columns;
        this.sizes = sizes;
        this.counts = counts;
    }

    /**
     * @param columns of a block, by number
     * @param sizes how many codes each has
     */
    static CrossTab empty(List<Integer> columns, List<Integer> sizes) {
        int[] places = columns.stream().mapToInt(Integer::intValue).toArray();
        int[] dimensions = sizes.stream().mapToInt(Integer::intValue).toArray();
        int cells = 1;
        for (int size : dimensions) {
            cells = Math.multiplyExact(cells, size);
        }
        return new CrossTab(places, dimensions, new long[cells]);
    }

    CrossTab copy() {
        return new CrossTab(columns, sizes, counts.clone());
    }

    void add(CodedBlock block) {
        for (int row = 0; row < block.rows(); row++) {
            int cell = 0;
            for (int i = 0; i < columns.length; i++) {
                cell = cell * sizes[i] + block.code(columns[i], row);
            }
            counts[cell]++;
        }
    }

    void addAll(CrossTab other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** How many codes a column of the table has, by its place in the table. */
    public int size(int place) {
        return sizes[place];
    }

    /** The count of one cell; one code a column, in the order of the table's columns. */
    public long at(int... codes) {
        int cell = 0;
        for (int i = 0; i < sizes.length; i++) {
            cell = cell * sizes[i] + codes[i];
        }
        return counts[cell];
    }

    /** Counts by the codes of the last column, of the rows whose other codes are these. */
    public long[] along(int... first) {
        int[] codes = Arrays.copyOf(first, sizes.length);
        long[] found = new long[sizes[sizes.length - 1]];
        for (int code = 0; code < found.length; code++) {
            codes[sizes.length - 1] = code;
            found[code] = at(codes);
        }
        return found;
    }
}
