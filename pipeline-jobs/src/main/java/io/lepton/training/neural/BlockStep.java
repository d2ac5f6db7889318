package io.lepton.training.neural;

import java.io.Serializable;

/**
 * What a layer does to several rows at once, in floats, as the library computes that trained the weights.
 */
sealed interface BlockStep extends Serializable
        permits BlockStep.Product, BlockStep.Scaling, BlockStep.Sequence, BlockStep.Residual, Int8Dense {
    /** Rows that are taken together; arrays of rows have a multiple of it. */
    int ROWS = RowProducts.ROWS;

    /** How many numbers come out for a row. */
    int outputs(int inputs);

    /** Makes what one thread applies the step with. */
    Applied applied();

    /** For one thread. */
    interface Applied {
        /**
         * Writes what comes out.
         *
         * @param rows of both arrays, which may have more: those are of no matter
         */
        void apply(float[][] inputs, int rows, float[][] outputs);
    }

    /**
     * y = W x + b, or y = W relu(x) + b. Products are summed up few by few, and then these sums: so less is rounded off.
     *
     * @param weights of each input, out to all outputs
     */
    record Product(float[][] weights, float[] biases, boolean rectifies) implements BlockStep {
        private static final int TERMS = 64;

        @Override
        public int outputs(int inputs) {
            return biases.length;
        }

        @Override
        public Applied applied() {
            RowProducts products = new RowProducts(weights.length, biases.length);
            return (inputs, rows, outputs) -> {
                for (int row = 0; row < rows; row += ROWS) {
                    multiply(products, inputs, row, outputs);
                }
            };
        }

        private void multiply(RowProducts products, float[][] inputs, int row, float[][] outputs) {
            for (int i = 0; i < ROWS; i++) {
                take(inputs[row + i], products.input(i));
                System.arraycopy(biases, 0, outputs[row + i], 0, biases.length);
            }
            for (int from = 0; from < weights.length; from += TERMS) {
                products.multiply(weights, from, Math.min(weights.length, from + TERMS));
                for (int i = 0; i < ROWS; i++) {
                    add(outputs[row + i], products.sum(i));
                }
            }
        }

        private void take(float[] values, float[] into) {
            if (!rectifies) {
                System.arraycopy(values, 0, into, 0, into.length);
                return;
            }
            for (int i = 0; i < into.length; i++) {
                into[i] = Math.max(0, values[i]);
            }
        }
    }

    /** y = factor × x + shift, unit by unit. */
    record Scaling(float[] factors, float[] shifts) implements BlockStep {
        /** What a trained batch normalization does, from its gains, shifts, means and variances. */
        static Scaling of(float[] parameters) {
            int units = parameters.length / 4;
            float[] factors = new float[units];
            float[] shifts = new float[units];
            for (int unit = 0; unit < units; unit++) {
                double factor = parameters[unit] / Math.sqrt(parameters[3 * units + unit] + NetworkShape.EPSILON);
                factors[unit] = (float) factor;
                shifts[unit] = (float) (parameters[units + unit] - parameters[2 * units + unit] * factor);
            }
            return new Scaling(factors, shifts);
        }

        @Override
        public int outputs(int inputs) {
            return inputs;
        }

        @Override
        public Applied applied() {
            return (inputs, rows, outputs) -> {
                for (int row = 0; row < rows; row++) {
                    scale(inputs[row], outputs[row]);
                }
            };
        }

        private void scale(float[] x, float[] y) {
            for (int i = 0; i < y.length; i++) {
                y[i] = Math.fma(factors[i], x[i], shifts[i]);
            }
        }
    }

    /**
     * One after the other.
     *
     * @param width numbers in a row that comes in
     * @param mostRows at once
     */
    record Sequence(BlockStep first, BlockStep second, int width, int mostRows) implements BlockStep {
        @Override
        public int outputs(int inputs) {
            return second.outputs(first.outputs(inputs));
        }

        @Override
        public Applied applied() {
            Applied before = first.applied();
            Applied after = second.applied();
            float[][] between = new float[mostRows][first.outputs(width)];
            return (inputs, rows, outputs) -> {
                before.apply(inputs, rows, between);
                after.apply(between, rows, outputs);
            };
        }
    }

    /** x + f(x). */
    record Residual(BlockStep step) implements BlockStep {
        @Override
        public int outputs(int inputs) {
            return inputs;
        }

        @Override
        public Applied applied() {
            Applied inner = step.applied();
            return (inputs, rows, outputs) -> {
                inner.apply(inputs, rows, outputs);
                for (int row = 0; row < rows; row++) {
                    add(outputs[row], inputs[row]);
                }
            };
        }
    }

    /** Compiled to vector instructions. */
    static void add(float[] sums, float[] added) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += added[i];
        }
    }
}
