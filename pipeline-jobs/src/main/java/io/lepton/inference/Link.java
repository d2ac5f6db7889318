package io.lepton.inference;

/** What turns the sums of a model into its predictions, as the source library does; rows one after the other, in place. */
public enum Link {
    /** The sum itself. */
    IDENTITY {
        @Override
        public void apply(double[] values, int rows, int outputs) {}
    },
    /** 1 / (1 + exp(-m)), in single precision as XGBoost. */
    LOGISTIC {
        @Override
        public void apply(double[] values, int rows, int outputs) {
            for (int i = 0; i < rows * outputs; i++) {
                values[i] = (float) (1 / (1 + Math.exp(-values[i])));
            }
        }
    },
    /** The probability of class 1 where m is half of its log-odds, as MLlib's boosted trees. */
    DOUBLE_LOGISTIC {
        @Override
        public void apply(double[] values, int rows, int outputs) {
            for (int i = 0; i < rows * outputs; i++) {
                values[i] = 1 - 1 / (1 + Math.exp(2 * values[i]));
            }
        }
    },
    /** exp(m), in single precision as XGBoost: counts, gamma, survival. */
    EXPONENTIAL {
        @Override
        public void apply(double[] values, int rows, int outputs) {
            for (int i = 0; i < rows * outputs; i++) {
                values[i] = (float) Math.exp(values[i]);
            }
        }
    },
    /** exp(m_k) / sum_j exp(m_j), in single precision as XGBoost. */
    SOFTMAX {
        @Override
        public void apply(double[] values, int rows, int outputs) {
            for (int from = 0; from < rows * outputs; from += outputs) {
                double largest = Double.NEGATIVE_INFINITY;
                for (int i = from; i < from + outputs; i++) {
                    largest = Math.max(largest, values[i]);
                }
                for (int i = from; i < from + outputs; i++) {
                    values[i] = (float) Math.exp(values[i] - largest);
                }
                divideBySum(values, from, outputs);
                for (int i = from; i < from + outputs; i++) {
                    values[i] = (float) values[i];
                }
            }
        }
    },
    /** v_k / sum_j v_j, or all as they are where the sum is 0: the votes of MLlib's forests. */
    SHARES {
        @Override
        public void apply(double[] values, int rows, int outputs) {
            for (int from = 0; from < rows * outputs; from += outputs) {
                divideBySum(values, from, outputs);
            }
        }
    };

    /** Replaces the sums of {@code rows} rows of {@code outputs} values each. */
    public abstract void apply(double[] values, int rows, int outputs);

    private static void divideBySum(double[] values, int from, int outputs) {
        double sum = 0;
        for (int i = from; i < from + outputs; i++) {
            sum += values[i];
        }
        if (sum != 0) {
            for (int i = from; i < from + outputs; i++) {
                values[i] /= sum;
            }
        }
    }
}
