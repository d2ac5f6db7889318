package io.lepton.inference.trees;

import io.lepton.inference.FeatureBlock;
import java.util.Arrays;

/**
 * The sums of one block: output k of row r is at {@code k * STRIDE + r} of the array of the ensemble's precision; the other is empty.
 */
record Sums(float[] singles, double[] doubles) {
    static final int STRIDE = FeatureBlock.ROWS;

    static Sums of(Precision precision, int outputs) {
        int size = outputs * STRIDE;
        return precision == Precision.SINGLE
                ? new Sums(new float[size], new double[0])
                : new Sums(new float[0], new double[size]);
    }

    void reset(double[] base) {
        for (int output = 0; output < base.length; output++) {
            if (singles.length > 0) {
                Arrays.fill(singles, output * STRIDE, (output + 1) * STRIDE, (float) base[output]);
            } else {
                Arrays.fill(doubles, output * STRIDE, (output + 1) * STRIDE, base[output]);
            }
        }
    }

    double of(int output, int row) {
        int at = output * STRIDE + row;
        return singles.length > 0 ? singles[at] : doubles[at];
    }
}
