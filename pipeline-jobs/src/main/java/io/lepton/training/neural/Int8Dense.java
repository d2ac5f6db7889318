package io.lepton.training.neural;

import java.util.Arrays;

/**
 * A dense layer of integers from −127 to 127, y = W q(x) · scale · |x|/127 + b: each unit's weights have a scale of their own, and a row's inputs
 * are brought to integers by the largest of them when they arrive (dynamic quantization per channel; Jacob and others, 2018). Products are summed
 * up in floats, which hold every sum of {@value #EXACT_TERMS} of them exactly: processors multiply floats quicker than integers, and the order of
 * summing is of no matter.
 *
 * @param weights integers: of each input, out to all outputs
 * @param scales of each output
 */
record Int8Dense(float[][] weights, double[] scales, double[] biases, boolean rectifies) implements BlockStep {
    static final int LARGEST = 127;

    /** 127 · 127 · 1040 is below 2²⁴. */
    private static final int EXACT_TERMS = 1040;

    /** The largest weight of a unit, divided by {@value #LARGEST}. */
    static float scale(float[] parameters, int offset, int inputs) {
        float largest = 0;
        for (int in = 0; in < inputs; in++) {
            largest = Math.max(largest, Math.abs(parameters[offset + in]));
        }
        return largest / LARGEST;
    }

    /** The nearest integer, in units of a scale. */
    static byte rounded(float weight, float scale) {
        return scale == 0 ? 0 : (byte) Math.rint(weight / scale);
    }

    /** Takes the layer from where the parameters have it, whose weights are near to integers, or brought to them. */
    static Int8Dense of(float[] parameters, int offset, NetworkShape.Layer layer) {
        float[][] weights = new float[layer.inputs()][layer.outputs()];
        double[] scales = new double[layer.outputs()];
        double[] biases = new double[layer.outputs()];
        for (int out = 0; out < layer.outputs(); out++) {
            int at = offset + out * layer.inputs();
            float scale = scale(parameters, at, layer.inputs());
            for (int in = 0; in < layer.inputs(); in++) {
                weights[in][out] = rounded(parameters[at + in], scale);
            }
            scales[out] = scale;
            biases[out] = parameters[offset + layer.inputs() * layer.outputs() + out];
        }
        return new Int8Dense(weights, scales, biases, false);
    }

    Int8Dense rectifying() {
        return new Int8Dense(weights, scales, biases, true);
    }

    /** This layer and the scaling of its outputs in one. */
    Int8Dense then(double[] factors, double[] shifts) {
        double[] scaled = scales.clone();
        double[] shifted = biases.clone();
        for (int out = 0; out < scaled.length; out++) {
            scaled[out] *= factors[out];
            shifted[out] = factors[out] * shifted[out] + shifts[out];
        }
        return new Int8Dense(weights, scaled, shifted, rectifies);
    }

    @Override
    public int outputs(int inputs) {
        return biases.length;
    }

    @Override
    public Applied applied() {
        return new Multiplication();
    }

    /** Keeps the arrays that it works in. */
    private final class Multiplication implements Applied {
        private final float[][] integers = new float[ROWS][weights.length];
        private final float[][] sums = new float[ROWS][biases.length];
        private final double[] units = new double[ROWS];

        @Override
        public void apply(double[][] inputs, int rows, double[][] outputs) {
            for (int row = 0; row < rows; row += ROWS) {
                for (int i = 0; i < ROWS; i++) {
                    units[i] = quantize(inputs[row + i], integers[i]);
                    System.arraycopy(biases, 0, outputs[row + i], 0, biases.length);
                }
                for (int from = 0; from < weights.length; from += EXACT_TERMS) {
                    multiply(from, Math.min(weights.length, from + EXACT_TERMS));
                    for (int i = 0; i < ROWS; i++) {
                        add(outputs[row + i], sums[i], scales, units[i]);
                    }
                }
            }
        }

        /** Returns how much one is worth. */
        private double quantize(double[] values, float[] into) {
            double largest = 0;
            for (int i = 0; i < into.length; i++) {
                largest = Math.max(largest, rectifies ? values[i] : Math.abs(values[i]));
            }
            double rate = largest > 0 ? LARGEST / largest : 0;
            for (int i = 0; i < into.length; i++) {
                into[i] = (float) Math.rint(rate * (rectifies ? Math.max(0, values[i]) : values[i]));
            }
            return largest / LARGEST;
        }

        private void multiply(int from, int to) {
            for (float[] ofRow : sums) {
                Arrays.fill(ofRow, 0);
            }
            float[] x0 = integers[0];
            float[] x1 = integers[1];
            float[] x2 = integers[2];
            float[] x3 = integers[3];
            for (int in = from; in < to; in += 2) {
                // The last of an odd number has no neighbour.
                int next = Math.min(in + 1, to - 1);
                float paired = next > in ? 1 : 0;
                addProducts(
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

        /** Two inputs of four rows, as {@link Product} does it. Compiled to vector instructions. */
        private static void addProducts(
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

        private static void add(double[] outputs, float[] sums, double[] scales, double unit) {
            for (int out = 0; out < outputs.length; out++) {
                outputs[out] += sums[out] * (scales[out] * unit);
            }
        }
    }
}
