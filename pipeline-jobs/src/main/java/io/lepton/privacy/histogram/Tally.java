package io.lepton.privacy.histogram;

import io.lepton.privacy.recoding.Attribute;
import io.lepton.privacy.values.Dictionary;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Rows by combination of some columns. Holds every combination while they fit; then those whose hash ends in enough zeros, so that any two
 * tallies of the same table agree on which these are.
 */
final class Tally implements Serializable {
    private static final long serialVersionUID = 1;

    private final int identifying;
    private final long mostCells;
    private final Dictionary[] dictionaries;
    private final long[][] hashes;
    private CodeTable table;
    private long[] counts = new long[64];
    private long rows;
    private int level;
    private final int[] codes;
    /** Of all rows, also of those whose combination is not held. */
    private final boolean[] missing;

    /**
     * @param dictionaries empty ones, one a column
     * @param identifying how many of the columns, the first ones, make a combination; the others are counted within it
     * @param mostCells combinations times columns that are held at most
     */
    Tally(List<Dictionary> dictionaries, int identifying, long mostCells) {
        this.dictionaries = dictionaries.toArray(Dictionary[]::new);
        this.identifying = identifying;
        this.mostCells = mostCells;
        this.hashes = new long[this.dictionaries.length][0];
        this.table = new CodeTable(this.dictionaries.length);
        this.codes = new int[this.dictionaries.length];
        this.missing = new boolean[this.dictionaries.length];
    }

    Tally add(InternalRow row) {
        for (int column = 0; column < codes.length; column++) {
            codes[column] = dictionaries[column].add(row, column);
            missing[column] |= codes[column] == Attribute.MISSING;
        }
        rows++;
        tally(1);
        return this;
    }

    Tally merge(Tally other) {
        raise(other.level);
        rows += other.rows;
        int[][] translated = new int[codes.length][];
        for (int column = 0; column < codes.length; column++) {
            missing[column] |= other.missing[column];
            Dictionary others = other.dictionaries[column];
            translated[column] = new int[others.size()];
            for (int code = 0; code < others.size(); code++) {
                translated[column][code] = dictionaries[column].add(others, code);
            }
        }
        for (int tuple = 0; tuple < other.table.size(); tuple++) {
            for (int column = 0; column < codes.length; column++) {
                int code = other.table.code(tuple, column);
                codes[column] = code < 0 ? code : translated[column][code];
            }
            tally(other.counts[tuple]);
        }
        return this;
    }

    private void tally(long times) {
        if (level > 0 && !sampled(level)) {
            return;
        }
        int tuple = table.add(codes);
        if (tuple >= counts.length) {
            counts = Arrays.copyOf(counts, counts.length * 2);
        }
        counts[tuple] += times;
        if ((long) table.size() * codes.length > mostCells) {
            raise(level + 1);
        }
    }

    private boolean sampled(int wanted) {
        long sum = 0;
        for (int column = 0; column < identifying; column++) {
            sum += Dictionary.mixed(hash(column, codes[column]) + column);
        }
        return Long.numberOfTrailingZeros(Dictionary.mixed(sum)) >= wanted;
    }

    private long hash(int column, int code) {
        if (code < 0) {
            return code;
        }
        long[] known = hashes[column];
        if (code >= known.length) {
            int from = known.length;
            known = Arrays.copyOf(known, dictionaries[column].size() * 2);
            for (int next = from; next < dictionaries[column].size(); next++) {
                known[next] = dictionaries[column].hash(next);
            }
            Arrays.fill(known, dictionaries[column].size(), known.length, 0);
            hashes[column] = known;
        }
        if (known[code] == 0) {
            known[code] = dictionaries[column].hash(code);
        }
        return known[code];
    }

    private void raise(int wanted) {
        if (wanted <= level) {
            return;
        }
        CodeTable all = table;
        long[] allCounts = counts;
        int[] current = codes.clone();
        table = new CodeTable(codes.length);
        counts = new long[64];
        level = wanted;
        for (int tuple = 0; tuple < all.size(); tuple++) {
            for (int column = 0; column < codes.length; column++) {
                codes[column] = all.code(tuple, column);
            }
            tally(allCounts[tuple]);
        }
        System.arraycopy(current, 0, codes, 0, codes.length);
    }

    long rows() {
        return rows;
    }

    /** One in 2 to the power of this many combinations is held; 0: all of them. */
    int level() {
        return level;
    }

    boolean anyMissing(int column) {
        return missing[column];
    }

    Dictionary dictionary(int column) {
        return dictionaries[column];
    }

    int size() {
        return table.size();
    }

    int code(int tuple, int column) {
        return table.code(tuple, column);
    }

    long count(int tuple) {
        return counts[tuple];
    }
}
