package io.lepton.training.neural;

import java.io.Serializable;

/**
 * What a layer does to several rows at once.
 */
sealed interface BlockStep extends Serializable
        permits BlockStep.Product, BlockStep.Scaling, BlockStep.Sequence, BlockStep.Residual, Int8Dense {
    /** Rows that are taken together; arrays of rows have a multiple of it. */
    int ROWS = 4;

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
        void apply(double[][] inputs, int rows, double[][] outputs);
    }

    /**
     * y = W x + b, or y = W relu(x) + b.
     *
     * @param weights of each input, out to all outputs
     */
    record Product(double[][] weights, double[] biases, boolean rectifies) implements BlockStep {
        @Override
        public int outputs(int inputs) {
            return biases.length;
        }

        @Override
        public Applied applied() {
            return (inputs, rows, outputs) -> {
                for (int row = 0; row < rows; row += ROWS) {
                    multiply(inputs, row, outputs);
                }
            };
        }

        private void multiply(double[][] inputs, int row, double[][] outputs) {
            for (int i = row; i < row + ROWS; i++) {
                System.arraycopy(biases, 0, outputs[i], 0, biases.length);
            }
            double[] x0 = inputs[row];
            double[] x1 = inputs[row + 1];
            double[] x2 = inputs[row + 2];
            double[] x3 = inputs[row + 3];
            for (int in = 0; in < weights.length; in += 2) {
                // The last of an odd number has no neighbour.
                int next = Math.min(in + 1, weights.length - 1);
                boolean paired = next > in;
                add(
                        outputs[row],
                        outputs[row + 1],
                        outputs[row + 2],
                        outputs[row + 3],
                        weights[in],
                        weights[next],
                        in(x0[in]),
                        paired ? in(x0[next]) : 0,
                        in(x1[in]),
                        paired ? in(x1[next]) : 0,
                        in(x2[in]),
                        paired ? in(x2[next]) : 0,
                        in(x3[in]),
                        paired ? in(x3[next]) : 0);
            }
        }

        private double in(double value) {
            return rectifies ? Math.max(0, value) : value;
        }

        /** Two inputs of four rows: of all that is loaded from memory most is used more than once. Compiled to vector instructions. */
        private static void add(
                double[] s0,
                double[] s1,
                double[] s2,
                double[] s3,
                double[] v,
                double[] w,
                double a0,
                double b0,
                double a1,
                double b1,
                double a2,
                double b2,
                double a3,
                double b3) {
            for (int i = 0; i < s0.length; i++) {
                double x = v[i];
                double y = w[i];
                s0[i] = Math.fma(b0, y, Math.fma(a0, x, s0[i]));
                s1[i] = Math.fma(b1, y, Math.fma(a1, x, s1[i]));
                s2[i] = Math.fma(b2, y, Math.fma(a2, x, s2[i]));
                s3[i] = Math.fma(b3, y, Math.fma(a3, x, s3[i]));
            }
        }
    }

    /** y = factor × x + shift, unit by unit. */
    record Scaling(double[] factors, double[] shifts) implements BlockStep {
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

        private void scale(double[] x, double[] y) {
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
            double[][] between = new double[mostRows][first.outputs(width)];
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

        private static void add(double[] sums, double[] added) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += added[i];
            }
        }
    }
}
