package io.lepton.fairness.data;

import io.lepton.fairness.counts.ColumnCodes;
import java.util.List;

/**
 * What the codes of the label mean.
 *
 * @param positive the code of the positive label, above 0; 0 where the label is not 0 or 1
 * @param ordered whether codes are ranges of a quantity, in their order
 */
record Labels(int positive, boolean ordered) {
    private static final List<String> BINARY = List.of("0.0", "1.0");

    static Labels of(ColumnCodes codes, boolean ordered) {
        List<String> texts = codes.names().subList(1, codes.size() - 1);
        boolean binary = !ordered && BINARY.containsAll(texts);
        return new Labels(binary ? Math.max(0, codes.names().indexOf("1.0")) : 0, ordered);
    }

    boolean binary() {
        return positive > 0;
    }

    /** Of counts by label: how many have a label. */
    static long known(long... counts) {
        long known = 0;
        for (int code = 1; code < counts.length; code++) {
            known += counts[code];
        }
        return known;
    }

    /** Of counts by label: those of the labels that are known, as numbers. */
    static double[] outcomes(long... counts) {
        double[] outcomes = new double[counts.length - 1];
        for (int code = 1; code < counts.length; code++) {
            outcomes[code - 1] = counts[code];
        }
        return outcomes;
    }
}
