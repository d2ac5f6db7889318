package io.lepton.fairness.estimate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Rows counted by cell.
 *
 * @param counts weight of the rows
 * @param samples of how many samples, each of a size of its own; as many cells of each, one sample after the other
 * @param rowsPerWeight rows that a weight of 1 is worth: 1, or Kish's for weighted rows
 */
public record Counted(double[] counts, int samples, double rowsPerWeight) {
    /** Larger samples may as well be of a size that chance decides. */
    private static final double FEW = 200;

    /** Draws as many rows as were counted, by what is expected of each cell. */
    void draw(double[] expected, double[] sample, SplittableRandom random) {
        int size = counts.length / samples;
        for (int from = 0; from < counts.length; from += size) {
            double weight = 0;
            for (int cell = from; cell < from + size; cell++) {
                weight += expected[cell];
            }
            if (weight * rowsPerWeight < FEW) {
                Arrays.fill(sample, from, from + size, 0);
                drawRows(expected, sample, from, weight, random);
            } else {
                for (int cell = from; cell < from + size; cell++) {
                    sample[cell] = expected[cell] == 0
                            ? 0
                            : Poisson.draw(expected[cell] * rowsPerWeight, random) / rowsPerWeight;
                }
            }
        }
    }

    private void drawRows(double[] expected, double[] sample, int from, double weight, SplittableRandom random) {
        double rows = Math.rint(weight * rowsPerWeight);
        int last = from + counts.length / samples - 1;
        for (int row = 0; row < rows; row++) {
            double left = random.nextDouble() * weight;
            int cell = from;
            while (cell < last && left >= expected[cell]) {
                left -= expected[cell++];
            }
            sample[cell] += 1 / rowsPerWeight;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counted that
                && samples == that.samples
                && rowsPerWeight == that.rowsPerWeight
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * samples + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Counted[" + counts.length + " cells, " + samples + " samples]";
    }
}
