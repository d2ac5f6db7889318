package io.lepton.privacy.histogram;

import io.lepton.privacy.recoding.CutTree;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/** A partition's rows counted by combination, and the counts handed on with their region whenever the table of them is full. */
final class RegionCounts implements Iterator<Tuple2<Integer, long[]>> {
    private final Iterator<InternalRow> rows;
    private final RegionSearch search;
    private final CutTree regions;
    private final long mostCells;
    private final int[] codes;
    private CodeTable table;
    private long[] counts = {};
    private int next;

    RegionCounts(Iterator<InternalRow> rows, RegionSearch search, CutTree regions, long mostCells) {
        this.rows = rows;
        this.search = search;
        this.regions = regions;
        this.mostCells = mostCells;
        this.codes = search.emptyCodes();
        this.table = new CodeTable(codes.length);
    }

    @Override
    public boolean hasNext() {
        if (next == table.size() && rows.hasNext()) {
            count();
        }
        return next < table.size();
    }

    private void count() {
        table = new CodeTable(codes.length);
        counts = new long[64];
        next = 0;
        while (rows.hasNext() && (long) table.size() * codes.length < mostCells) {
            search.encode(rows.next(), codes);
            int tuple = table.add(codes);
            if (tuple >= counts.length) {
                counts = Arrays.copyOf(counts, counts.length * 2);
            }
            counts[tuple]++;
        }
    }

    /** The codes of a combination and its rows, by region. */
    @Override
    public Tuple2<Integer, long[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long[] entry = new long[codes.length + 1];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = table.code(next, i);
            entry[i] = codes[i];
        }
        entry[codes.length] = counts[next++];
        return new Tuple2<>(regions.region(codes), entry);
    }
}
