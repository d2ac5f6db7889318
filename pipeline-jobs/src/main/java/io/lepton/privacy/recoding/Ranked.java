package io.lepton.privacy.recoding;

import java.util.Arrays;

/**
 * The combinations of a part in the order in which an attribute can be cut.
 *
 * @param ordered by rank; those of equal rank as they came
 * @param ranks of the ordered combinations
 */
record Ranked(int[] ordered, int[] ranks) {
    private static final int FEW_VALUES = 1024;

    /** @param whole a group that covers the part */
    static Ranked of(int[] part, Combinations combinations, int attribute, Groups whole) {
        int[] codes = combinations.codes()[attribute];
        int values = combinations.attributes().get(attribute).values();
        int[] present = present(part, codes, values);
        long[] weights = new long[present.length];
        int[] places = new int[part.length];
        for (int i = 0; i < part.length; i++) {
            int code = codes[part[i]];
            places[i] = code == Attribute.MISSING ? present.length : Arrays.binarySearch(present, code);
            if (code != Attribute.MISSING) {
                weights[places[i]] += combinations.counts()[part[i]];
            }
        }
        int[] ranks = Arrays.copyOf(whole.ranks(0, attribute, present, weights), present.length + 1);
        ranks[present.length] = present.length;
        int[] starts = new int[present.length + 2];
        for (int place : places) {
            starts[ranks[place] + 1]++;
        }
        for (int rank = 0; rank <= present.length; rank++) {
            starts[rank + 1] += starts[rank];
        }
        int[] ordered = new int[part.length];
        int[] ranked = new int[part.length];
        for (int i = 0; i < part.length; i++) {
            int rank = ranks[places[i]];
            ranked[starts[rank]] = rank;
            ordered[starts[rank]++] = part[i];
        }
        return new Ranked(ordered, ranked);
    }

    /** The codes that occur, ascending, without the missing one. */
    private static int[] present(int[] part, int[] codes, int values) {
        if (values <= FEW_VALUES) {
            boolean[] seen = new boolean[values + 1];
            int count = 0;
            for (int combination : part) {
                int code = codes[combination];
                if (code != Attribute.MISSING && !seen[code]) {
                    seen[code] = true;
                    count++;
                }
            }
            int[] present = new int[count];
            for (int code = values - 1; code >= 0; code--) {
                if (seen[code]) {
                    present[--count] = code;
                }
            }
            return present;
        }
        return Arrays.stream(part)
                .map(combination -> codes[combination])
                .filter(code -> code != Attribute.MISSING)
                .sorted()
                .distinct()
                .toArray();
    }

    /** Whether a cut may lie before the i-th combination. */
    boolean startsRank(int i) {
        return i > 0 && ranks[i] != ranks[i - 1];
    }
}
