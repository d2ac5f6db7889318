package io.lepton.columns;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** Numbers texts as they come, from 0. */
final class TextIndex {
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 64;

    private final List<UTF8String> texts = new ArrayList<>();
    /** The code and one of each text, by its hash; 0: none. */
    private int[] places = new int[FIRST_CAPACITY];

    int of(UTF8String text) {
        int at = place(text);
        if (places[at] != 0) {
            return places[at] - 1;
        }
        // The text may lie in memory that is overwritten.
        texts.add(text.copy());
        places[at] = texts.size();
        if (2 * texts.size() > places.length) {
            grow();
        }
        return texts.size() - 1;
    }

    String text(int code) {
        return texts.get(code).toString();
    }

    private int place(UTF8String text) {
        int mask = places.length - 1;
        int at = text.hashCode() & mask;
        while (places[at] != 0 && !texts.get(places[at] - 1).equals(text)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        places = new int[2 * places.length];
        for (int code = 0; code < texts.size(); code++) {
            places[place(texts.get(code))] = code + 1;
        }
    }
}
