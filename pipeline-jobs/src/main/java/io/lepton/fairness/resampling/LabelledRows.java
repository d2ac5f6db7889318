package io.lepton.fairness.resampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows stay where they are, in bins, and which group each belongs to is drawn.
 *
 * @param groups whose cells stand beside each other, bin by bin
 */
public record LabelledRows(int groups, double rowsPerWeight) implements Resampling {
    @Override
    public Samples of(double[] expected) {
        double[] byBin = new double[expected.length / groups];
        for (int i = 0; i < expected.length; i++) {
            byBin[i / groups] += expected[i] * rowsPerWeight;
        }
        long[] rows = CumulativeShares.rounded(byBin);
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < rows.length; bin++) {
            if (rows[bin] > 0) {
                int from = bin * groups;
                bins.add(new Bin(from, new Multinomial(rows[bin], Arrays.copyOfRange(expected, from, from + groups))));
            }
        }
        return (random, into) -> {
            Arrays.fill(into, 0);
            bins.forEach(bin -> bin.labels().draw(random, into, bin.from()));
            for (int i = 0; i < into.length; i++) {
                into[i] /= rowsPerWeight;
            }
        };
    }

    private record Bin(int from, Multinomial labels) {}
}
