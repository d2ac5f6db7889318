package io.lepton.training.neural;

import java.util.Arrays;

/**
 * A dense layer of integers from −127 to 127, y = W q(x) · scale · |x|/127 + b: each unit's weights have a scale of their own, and a row's inputs
 * are brought to integers by the largest of them when they arrive (dynamic quantization per channel; Jacob and others, 2018). Products are summed
 * up in floats, which hold every sum of {@value #EXACT_TERMS} of them exactly: the order of
 * summing is of no matter, and one code multiplies floats and integers.
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
        private final RowProducts products = new RowProducts(weights.length, biases.length);
        private final double[][] sums = new double[ROWS][biases.length];
        private final double[] units = new double[ROWS];

        @Override
        public void apply(float[][] inputs, int rows, float[][] outputs) {
            for (int row = 0; row < rows; row += ROWS) {
                for (int i = 0; i < ROWS; i++) {
                    units[i] = quantize(inputs[row + i], products.input(i));
                }
                if (weights.length <= EXACT_TERMS) {
                    products.multiply(weights, 0, weights.length);
                    for (int i = 0; i < ROWS; i++) {
                        tell(products.sum(i), units[i], outputs[row + i]);
                    }
                } else {
                    inParts(row, outputs);
                }
            }
        }

        private void inParts(int row, float[][] outputs) {
            for (double[] ofRow : sums) {
                Arrays.fill(ofRow, 0);
            }
            for (int from = 0; from < weights.length; from += EXACT_TERMS) {
                products.multiply(weights, from, Math.min(weights.length, from + EXACT_TERMS));
                for (int i = 0; i < ROWS; i++) {
                    for (int out = 0; out < biases.length; out++) {
                        sums[i][out] += products.sum(i)[out];
                    }
                }
            }
            for (int i = 0; i < ROWS; i++) {
                for (int out = 0; out < biases.length; out++) {
                    outputs[row + i][out] = (float) (biases[out] + sums[i][out] * (scales[out] * units[i]));
                }
            }
        }

        /** Returns how much one is worth. */
        private double quantize(float[] values, float[] into) {
            float largest = 0;
            for (int i = 0; i < into.length; i++) {
                largest = Math.max(largest, rectifies ? values[i] : Math.abs(values[i]));
            }
            double rate = largest > 0 ? LARGEST / (double) largest : 0;
            for (int i = 0; i < into.length; i++) {
                into[i] = (float) Math.rint(rate * (rectifies ? Math.max(0, values[i]) : values[i]));
            }
            return largest / (double) LARGEST;
        }

        private void tell(float[] ofRow, double unit, float[] outputs) {
            for (int out = 0; out < outputs.length; out++) {
                outputs[out] = (float) (biases[out] + ofRow[out] * (scales[out] * unit));
            }
        }
    }
}
