package io.lepton.features;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** What is made of a column of text. What it made of short texts is kept, as columns repeat them. */
final class TextCell implements FeatureWriter.Cell {
    private static final long serialVersionUID = 1L;
    private static final int MOST_KEPT = 10_000;
    private static final int LONGEST_KEPT = 64;

    private final ColumnEncoder encoder;
    private final int place;
    private final int size;
    private final transient Map<UTF8String, Written> kept = new HashMap<>();

    TextCell(ColumnEncoder encoder, int place) {
        this.encoder = encoder;
        this.place = place;
        this.size = encoder.names().size();
    }

    /** Values that aren't 0, and where they go. */
    private record Written(int[] places, float[] values) {
        static Written of(float[] all) {
            int[] places =
                    IntStream.range(0, all.length).filter(i -> all[i] != 0).toArray();
            float[] values = new float[places.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = all[places[i]];
            }
            return new Written(places, values);
        }

        void to(float[] into, int at) {
            for (int i = 0; i < places.length; i++) {
                into[at + places[i]] = values[i];
            }
        }
    }

    @Override
    public void write(InternalRow row, float[] into, int at) {
        if (row.isNullAt(place)) {
            encoder.write(null, into, at);
            return;
        }
        UTF8String text = row.getUTF8String(place);
        Written known = kept.get(text);
        if (known != null) {
            known.to(into, at);
            return;
        }
        if (text.numBytes() > LONGEST_KEPT || kept.size() >= MOST_KEPT) {
            encoder.write(text.toString(), into, at);
            return;
        }
        float[] all = new float[size];
        encoder.write(text.toString(), all, 0);
        Written written = Written.of(all);
        // Copied: Spark's row is overwritten by the next one.
        kept.put(text.copy(), written);
        written.to(into, at);
    }

    /** What was kept stays behind: each task keeps its own. */
    private Object readResolve() {
        return new TextCell(encoder, place);
    }
}
