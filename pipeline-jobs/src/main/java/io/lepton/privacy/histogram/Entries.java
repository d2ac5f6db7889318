package io.lepton.privacy.histogram;

import io.lepton.privacy.PrivacyModel;
import io.lepton.privacy.SensitiveColumn;
import io.lepton.privacy.recoding.Combinations;
import io.lepton.privacy.recoding.Sensitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;

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
        int[] order = order(codes, values);
        long[] counts = Arrays.stream(order).mapToLong(tally::count).toArray();
        for (int column = 0; column < columns; column++) {
            int[] unordered = codes[column];
            codes[column] = Arrays.stream(order).map(entry -> unordered[entry]).toArray();
        }
        return new Entries(codes, counts);
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

    Combinations combinations(
            List<QuasiIdentifier> columns, PrivacyModel model, List<DataType> types, List<OrderedValues> values) {
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
        for (int s = 0; s < model.sensitive().size(); s++) {
            SensitiveColumn column = model.sensitive().get(s);
            sensitive.add(
                    sensitive(starts, codes[d + s], new SensitiveValues(column, types.get(d + s), values.get(d + s))));
        }
        return new Combinations(
                columns.stream().map(QuasiIdentifier::attribute).toList(),
                columns.stream()
                        .mapToDouble(column -> model.weights().getOrDefault(column.name(), 1.0))
                        .toArray(),
                first,
                rows,
                sensitive);
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

    private Sensitive sensitive(int[] starts, int[] column, SensitiveValues values) {
        int[] ends = new int[starts.length];
        int[] found = new int[counts.length];
        long[] rows = new long[counts.length];
        int size = 0;
        for (int combination = 0; combination + 1 < starts.length; combination++) {
            int from = size;
            for (int entry = starts[combination]; entry < starts[combination + 1]; entry++) {
                int value = values.code(column[entry]);
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
        return new Sensitive(
                values.size(), ends, Arrays.copyOf(found, size), Arrays.copyOf(rows, size), values.criteria());
    }
}
