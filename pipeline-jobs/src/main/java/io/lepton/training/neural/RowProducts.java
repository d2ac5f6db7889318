package io.lepton.training.neural;

import java.util.Arrays;

/** Multiplies four rows at once by a matrix, in floats: of all that is loaded from memory most is used more than once. For one thread. */
final class RowProducts {
    static final int ROWS = 4;

    private final float[][] inputs;
    private final float[][] sums;

    RowProducts(int inputs, int outputs) {
        this.inputs = new float[ROWS][inputs];
        this.sums = new float[ROWS][outputs];
    }

    /** What a row is multiplied by; to be filled. */
    float[] input(int row) {
        return inputs[row];
    }

    /** What came out for a row. */
    float[] sum(int row) {
        return sums[row];
    }

    /**
     * Sums up the products of some inputs.
     *
     * @param weights of each input, out to all outputs
     */
    void multiply(float[][] weights, int from, int to) {
        for (float[] ofRow : sums) {
            Arrays.fill(ofRow, 0);
        }
        float[] x0 = inputs[0];
        float[] x1 = inputs[1];
        float[] x2 = inputs[2];
        float[] x3 = inputs[3];
        for (int in = from; in < to; in += 2) {
            // The last of an odd number has no neighbour.
            int next = Math.min(in + 1, to - 1);
            float paired = next > in ? 1 : 0;
            if (isZero(in) && isZero(next)) {
                // As most categories of most rows, and many units, are.
                continue;
            }
            add(
                    sums[0],
                    sums[1],
                    sums[2],
                    sums[3],
                    weights[in],
                    weights[next],
                    x0[in],
                    paired * x0[next],
                    x1[in],
                    paired * x1[next],
                    x2[in],
                    paired * x2[next],
                    x3[in],
                    paired * x3[next]);
        }
    }

    private boolean isZero(int input) {
        return inputs[0][input] == 0 && inputs[1][input] == 0 && inputs[2][input] == 0 && inputs[3][input] == 0;
    }

    /** Compiled to vector instructions. */
    private static void add(
            float[] s0,
            float[] s1,
            float[] s2,
            float[] s3,
            float[] v,
            float[] w,
            float a0,
            float b0,
            float a1,
            float b1,
            float a2,
            float b2,
            float a3,
            float b3) {
        for (int i = 0; i < s0.length; i++) {
            float x = v[i];
            float y = w[i];
            s0[i] = Math.fma(b0, y, Math.fma(a0, x, s0[i]));
            s1[i] = Math.fma(b1, y, Math.fma(a1, x, s1[i]));
            s2[i] = Math.fma(b2, y, Math.fma(a2, x, s2[i]));
            s3[i] = Math.fma(b3, y, Math.fma(a3, x, s3[i]));
        }
    }
}
