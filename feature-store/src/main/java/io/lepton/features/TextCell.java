package io.lepton.features;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/** What is made of a column of text. What it made of short texts is kept, as columns repeat them, and found by number where they have a dictionary. */
final class TextCell implements FeatureWriter.Cell {
    private static final long serialVersionUID = 1L;
    private static final int MOST_KEPT = 10_000;
    private static final int LONGEST_KEPT = 64;

    private final ColumnEncoder encoder;
    private final int size;
    private final transient Map<UTF8String, Written> kept = new HashMap<>();
    private final transient Written missing;
    /** By entry of the dictionary. */
    private transient Written[] byEntry = {};

    TextCell(ColumnEncoder encoder) {
        this.encoder = encoder;
        this.size = encoder.names().size();
        this.missing = written(null);
    }

    /** Values that aren't 0, and the features that have them. */
    private record Written(int[] features, float[] values) {
        static Written of(float[] all) {
            int[] features =
                    IntStream.range(0, all.length).filter(i -> all[i] != 0).toArray();
            float[] values = new float[features.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = all[features[i]];
            }
            return new Written(features, values);
        }

        /** @param at of the row in the first feature */
        void to(FeatureColumns into, int at) {
            for (int i = 0; i < features.length; i++) {
                into.values()[at + into.begin(features[i])] = values[i];
            }
        }
    }

    /** Entries of its dictionary may be others. */
    @Override
    public void begin() {
        Arrays.fill(byEntry, null);
    }

    @Override
    public void write(ColumnVector column, RowRange rows, FeatureColumns into, int feature) {
        for (int i = feature; i < feature + size; i++) {
            Arrays.fill(into.values(), into.begin(i), into.begin(i) + rows.count(), 0);
        }
        int at = into.begin(feature);
        if (column instanceof WritableColumnVector vector && vector.hasDictionary()) {
            WritableColumnVector entries = vector.getDictionaryIds();
            for (int i = 0; i < rows.count(); i++) {
                int place = rows.place(i);
                (vector.isNullAt(place) ? missing : ofEntry(entries.getInt(place), vector, place)).to(into, at + i);
            }
        } else {
            for (int i = 0; i < rows.count(); i++) {
                int place = rows.place(i);
                (column.isNullAt(place) ? missing : of(column.getUTF8String(place))).to(into, at + i);
            }
        }
    }

    private Written ofEntry(int entry, ColumnVector column, int place) {
        if (entry >= byEntry.length) {
            byEntry = Arrays.copyOf(byEntry, Math.max(2 * byEntry.length, entry + 1));
        }
        if (byEntry[entry] == null) {
            byEntry[entry] = of(column.getUTF8String(place));
        }
        return byEntry[entry];
    }

    private Written of(UTF8String text) {
        Written known = kept.get(text);
        if (known != null) {
            return known;
        }
        Written written = written(text.toString());
        if (text.numBytes() <= LONGEST_KEPT && kept.size() < MOST_KEPT) {
            // Copied: its bytes are overwritten by those of other texts.
            kept.put(text.copy(), written);
        }
        return written;
    }

    private Written written(String text) {
        float[] all = new float[size];
        encoder.write(text, all, 0);
        return Written.of(all);
    }

    /** What was kept stays behind: each task keeps its own. */
    private Object readResolve() {
        return new TextCell(encoder);
    }
}
