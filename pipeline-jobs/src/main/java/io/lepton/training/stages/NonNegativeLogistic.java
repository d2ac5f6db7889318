package io.lepton.training.stages;

import java.util.List;

/**
 * Logistic regression with an intercept and coefficients of 0 or more, for few inputs and rows that fit in memory: Newton's method
 * (iteratively reweighted least squares), each step solved by coordinate descent within the bounds, as glmnet does (Friedman, Hastie
 * and Tibshirani, 2010).
 *
 * @param intercept log odds where all inputs are 0
 * @param coefficients of the inputs
 */
public record NonNegativeLogistic(double intercept, List<Double> coefficients) {
    private static final int STEPS = 30;
    private static final int SWEEPS = 200;
    private static final double ENOUGH = 1e-9;

    /**
     * Fits the regression.
     *
     * @param rows a row's weight, its label (0 or 1), and the inputs
     * @param penalty L2 penalty on the coefficients, beside the mean loss of the rows
     */
    public static NonNegativeLogistic fit(List<double[]> rows, double penalty) {
        int size = rows.get(0).length - 1; // the inputs and, first, the intercept
        double[] beta = new double[size];
        for (int j = 1; j < size; j++) {
            beta[j] = 1.0 / (size - 1);
        }
        for (int step = 0; step < STEPS; step++) {
            if (newtonStep(rows, beta, penalty) < ENOUGH) {
                break;
            }
        }
        List<Double> coefficients =
                java.util.Arrays.stream(beta).skip(1).boxed().toList();
        return new NonNegativeLogistic(beta[0], coefficients);
    }

    /** Moves beta to the minimum of the loss's second-order approximation; returns the largest change. */
    private static double newtonStep(List<double[]> rows, double[] beta, double penalty) {
        int size = beta.length;
        double[][] hessian = new double[size][size];
        double[] target = new double[size];
        double total = 0;
        for (double[] row : rows) {
            double margin = beta[0];
            for (int j = 1; j < size; j++) {
                margin += beta[j] * row[j + 1];
            }
            double p = 1 / (1 + Math.exp(-margin));
            double curvature = Math.max(1e-9, p * (1 - p));
            double working = curvature * margin + (row[1] - p);
            for (int j = 0; j < size; j++) {
                double x = j == 0 ? 1 : row[j + 1];
                target[j] += row[0] * x * working;
                for (int k = 0; k <= j; k++) {
                    hessian[j][k] += row[0] * curvature * x * (k == 0 ? 1 : row[k + 1]);
                }
            }
            total += row[0];
        }
        double[] before = beta.clone();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int j = 0; j < size; j++) {
                double value = target[j];
                for (int k = 0; k < size; k++) {
                    value -= k == j ? 0 : beta[k] * (k < j ? hessian[j][k] : hessian[k][j]);
                }
                double ridge = j == 0 ? 0 : penalty * total;
                beta[j] = value / (hessian[j][j] + ridge);
                if (j > 0) {
                    beta[j] = Math.max(0, beta[j]);
                }
            }
        }
        double change = 0;
        for (int j = 0; j < size; j++) {
            change = Math.max(change, Math.abs(beta[j] - before[j]));
        }
        return change;
    }
}
