package io.lepton.training.stages;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;

/**
 * Fits members' predictions to numeric labels by coordinate descent on their weighted covariances, which one pass over the rows gives.
 * With C the members' covariance matrix and c their covariance with the label, both fits minimise ½ βᵀCβ − cᵀβ over β ≥ 0.
 */
public final class LeastSquares {
    private static final int SWEEPS = 2_000;

    /** Share of the mean variance added to the diagonal, so that equal members share their weight. */
    private static final double RIDGE = 1e-6;

    /** Of the members and, last, the label. */
    private final double[] means;

    private final double[][] moments;

    private LeastSquares(double[] means, double[][] moments) {
        this.means = means;
        this.moments = moments;
    }

    /** @param rows a row's weight, the members' predictions, and last the label */
    public static LeastSquares of(JavaRDD<double[]> rows) {
        int size = rows.first().length - 1;
        Moments moments = rows.treeAggregate(
                new Moments(size),
                (sums, row) -> sums.add(row[0], Arrays.copyOfRange(row, 1, row.length)),
                Moments::merge);
        return new LeastSquares(moments.mean, moments.covariance());
    }

    /** The best coefficients of 0 or more, beside an intercept. */
    public double[] nonNegativeCoefficients() {
        int members = means.length - 1;
        double ridge = RIDGE * trace(members) / members;
        double[] beta = new double[members];
        Arrays.fill(beta, 1.0 / members);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int m = 0; m < members; m++) {
                double gradient = moments[m][members];
                for (int j = 0; j < members; j++) {
                    if (j != m) {
                        gradient -= moments[m][j] * beta[j];
                    }
                }
                double curvature = moments[m][m] + ridge;
                beta[m] = curvature == 0 ? 0 : Math.max(0, gradient / curvature);
            }
        }
        return beta;
    }

    /** The intercept that makes the mean error 0. */
    public double intercept(double[] coefficients) {
        double intercept = means[coefficients.length];
        for (int m = 0; m < coefficients.length; m++) {
            intercept -= coefficients[m] * means[m];
        }
        return intercept;
    }

    /** The best weights of 0 or more that sum to 1, without an intercept: weight moves between pairs of members as long as it helps. */
    public double[] simplexWeights() {
        int members = means.length - 1;
        double[] weights = new double[members];
        Arrays.fill(weights, 1.0 / members);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int from = 0; from < members; from++) {
                for (int to = 0; to < from; to++) {
                    move(weights, from, to);
                }
            }
        }
        return weights;
    }

    private void move(double[] weights, int from, int to) {
        double slope = slope(weights, to) - slope(weights, from);
        double curvature = raw(from, from) + raw(to, to) - 2 * raw(from, to);
        if (curvature <= 0) {
            return;
        }
        double step = Math.max(-weights[to], Math.min(weights[from], -slope / curvature));
        weights[from] -= step;
        weights[to] += step;
    }

    private double slope(double[] weights, int member) {
        double slope = -raw(member, weights.length);
        for (int j = 0; j < weights.length; j++) {
            slope += raw(member, j) * weights[j];
        }
        return slope;
    }

    /** Second moment about the label's mean: the means' share counts where there is no intercept. */
    private double raw(int i, int j) {
        double center = means[means.length - 1];
        return moments[i][j] + (means[i] - center) * (means[j] - center);
    }

    private double trace(int members) {
        double trace = 0;
        for (int m = 0; m < members; m++) {
            trace += moments[m][m];
        }
        return trace;
    }

    /** Weighted means and co-moments, updated row by row (Welford; merging as Chan, Golub and LeVeque, 1979). */
    private static final class Moments implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private double weight;
        private final double[] mean;
        private final double[][] product;

        Moments(int size) {
            mean = new double[size];
            product = new double[size][size];
        }

        Moments add(double rowWeight, double[] values) {
            Moments row = new Moments(values.length);
            row.weight = rowWeight;
            System.arraycopy(values, 0, row.mean, 0, values.length);
            return merge(row);
        }

        Moments merge(Moments other) {
            double total = weight + other.weight;
            if (other.weight == 0) {
                return this;
            }
            double share = other.weight / total;
            double[] difference = new double[mean.length];
            for (int i = 0; i < mean.length; i++) {
                difference[i] = other.mean[i] - mean[i];
            }
            for (int i = 0; i < mean.length; i++) {
                for (int j = 0; j < mean.length; j++) {
                    product[i][j] += other.product[i][j] + difference[i] * difference[j] * weight * share;
                }
            }
            for (int i = 0; i < mean.length; i++) {
                mean[i] += difference[i] * share;
            }
            weight = total;
            return this;
        }

        double[][] covariance() {
            double[][] covariance = new double[mean.length][mean.length];
            for (int i = 0; i < mean.length; i++) {
                for (int j = 0; j < mean.length; j++) {
                    covariance[i][j] = product[i][j] / weight;
                }
            }
            return covariance;
        }
    }
}
