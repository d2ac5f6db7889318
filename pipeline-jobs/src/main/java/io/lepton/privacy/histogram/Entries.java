package io.lepton.privacy.histogram;

import io.lepton.privacy.criteria.Criterion;
import io.lepton.privacy.recoding.Combinations;
import io.lepton.privacy.recoding.Sensitive;
import io.lepton.privacy.values.OrderedValues;
import io.lepton.privacy.values.QuasiIdentifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tally in the order of its values.
 *
 * @param codes by column, then by entry; places of values in their order
 * @param counts rows of every entry
 */
record Entries(int[][] codes, long[] counts) {

    static Entries of(Tally tally, List<OrderedValues> values) {
        int columns = values.size();
        int size = tally.size();
        int[][] codes = new int[columns][size];
        for (int column = 0; column < columns; column++) {
            for (int entry = 0; entry < size; entry++) {
                codes[column][entry] = values.get(column).code(tally.code(entry, column));
            }
        }
        long[] counts = new long[size];
        for (int entry = 0; entry < size; entry++) {
            counts[entry] = tally.count(entry);
        }
        return sorted(codes, counts, values);
    }

    /** @param unordered codes by column, then by entry */
    static Entries sorted(int[][] unordered, long[] counts, List<OrderedValues> values) {
        int[] order = order(unordered, values);
        int[][] codes = new int[unordered.length][];
        for (int column = 0; column < codes.length; column++) {
            int[] from = unordered[column];
            codes[column] = Arrays.stream(order).map(entry -> from[entry]).toArray();
        }
        return new Entries(
                codes, Arrays.stream(order).mapToLong(entry -> counts[entry]).toArray());
    }

    /** Radix sort, the last column first: linear in entries, however many there are. */
    private static int[] order(int[][] codes, List<OrderedValues> values) {
        int size = codes[0].length;
        int[] order = IntStream.range(0, size).toArray();
        for (int column = codes.length - 1; column >= 0; column--) {
            int[] starts = new int[values.get(column).size() + 2];
            for (int code : codes[column]) {
                starts[code + 2]++;
            }
            for (int i = 1; i < starts.length; i++) {
                starts[i] += starts[i - 1];
            }
            int[] next = new int[size];
            for (int entry : order) {
                next[starts[codes[column][entry] + 1]++] = entry;
            }
            order = next;
        }
        return order;
    }

    /**
     * @param values how many each sensitive column has, a missing one counted as the last
     * @param criteria of each sensitive column
     */
    Combinations combinations(
            List<QuasiIdentifier> columns, double[] weights, int[] values, List<? extends List<Criterion>> criteria) {
        int d = columns.size();
        int[] starts = starts(d);
        int size = starts.length - 1;
        int[][] first = new int[d][size];
        long[] rows = new long[size];
        for (int combination = 0; combination < size; combination++) {
            for (int column = 0; column < d; column++) {
                first[column][combination] = codes[column][starts[combination]];
            }
            for (int entry = starts[combination]; entry < starts[combination + 1]; entry++) {
                rows[combination] += counts[entry];
            }
        }
        List<Sensitive> sensitive = new ArrayList<>();
        for (int s = 0; s < values.length; s++) {
            sensitive.add(sensitive(starts, codes[d + s], values[s], criteria.get(s)));
        }
        return new Combinations(
                columns.stream().map(QuasiIdentifier::attribute).toList(), weights, first, rows, sensitive);
    }

    /** Where each combination's entries begin, and where the last one's end. */
    private int[] starts(int d) {
        int[] starts = new int[counts.length + 1];
        int size = 0;
        for (int entry = 0; entry < counts.length; entry++) {
            boolean same = entry > 0;
            for (int column = 0; same && column < d; column++) {
                same = codes[column][entry] == codes[column][entry - 1];
            }
            if (!same) {
                starts[size++] = entry;
            }
        }
        starts[size] = counts.length;
        return Arrays.copyOf(starts, size + 1);
    }

    private Sensitive sensitive(int[] starts, int[] column, int values, List<Criterion> criteria) {
        int[] ends = new int[starts.length];
        int[] found = new int[counts.length];
        long[] rows = new long[counts.length];
        int size = 0;
        for (int combination = 0; combination + 1 < starts.length; combination++) {
            int from = size;
            for (int entry = starts[combination]; entry < starts[combination + 1]; entry++) {
                int value = column[entry] < 0 ? values - 1 : column[entry];
                int at = from;
                while (at < size && found[at] != value) {
                    at++;
                }
                if (at == size) {
                    found[size++] = value;
                }
                rows[at] += counts[entry];
            }
            ends[combination + 1] = size;
        }
        return new Sensitive(values, ends, Arrays.copyOf(found, size), Arrays.copyOf(rows, size), criteria);
    }
}
