package io.lepton.fairness.boosting;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import ml.dmlc.xgboost4j.java.Communicator;
import ml.dmlc.xgboost4j.java.Communicator.OpType;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.ObjectiveTrait;
import scala.collection.JavaConverters;

/**
 * Logistic loss plus λ W · ½ Σ_g C_g², with the covariances C_g = Σ_i w_i (1[g_i = g] − π_g) d_i / W between being of group g and the
 * smoothed decision d = 1 / (1 + exp(−κ s)) of margin s, W = Σ w and π_g the group's share of it. Of two groups the penalty is λ W C².
 * Covariance as a measure of unfairness is that of Zafar, Valera, Gomez-Rodriguez and Gummadi (2017), "Fairness Constraints: Mechanisms
 * for Fair Classification", who take the margin; as a penalty on probabilities, κ = 1, see Beutel et al. (2019), "Putting Fairness
 * Principles into Practice". Neither need make decisions alike (Lohaus, Perrot and von Luxburg, 2020, "Too Relaxed to Be Fair"): the
 * greater κ, the nearer d is to the decision.
 *
 * <p>The penalty's second derivative couples all rows, and XGBoost takes a diagonal. So it gets one that is nowhere less, Σ_j |a_i a_j|
 * for row i (a majorizer: Hunter and Lange, 2004), times the learning rate, which shrinks the step afterwards: together they don't step
 * too far, however large λ is.
 *
 * <p>Labels are {@link GroupedLabels}. Each worker sees only its own rows: sums are added up over all workers in every round.
 */
final class CovariancePenalty implements ObjectiveTrait {
    @Serial
    private static final long serialVersionUID = 1L;

    /** XGBoost divides by sums of second derivatives; as small as its own. */
    private static final double SMALLEST_CURVATURE = 1e-16;

    private final double lambda;
    private final double sharpness;
    private final double learningRate;
    private final double[] shares;
    private final double totalWeight;
    private final Sums sums;

    /** Adds up an array over all workers, place by place. */
    interface Sums extends UnaryOperator<float[]>, Serializable {}

    /**
     * @param lambda 0 or more
     * @param sharpness κ, above 0
     * @param learningRate XGBoost's eta
     * @param shares of the rows' weight, one a group
     * @param totalWeight of the rows of all workers
     */
    CovariancePenalty(double lambda, double sharpness, double learningRate, double[] shares, double totalWeight) {
        this(
                lambda,
                sharpness,
                learningRate,
                shares,
                totalWeight,
                values -> Communicator.allReduce(values, OpType.SUM));
    }

    CovariancePenalty(
            double lambda, double sharpness, double learningRate, double[] shares, double totalWeight, Sums sums) {
        this.lambda = lambda;
        this.sharpness = sharpness;
        this.learningRate = learningRate;
        this.shares = shares.clone();
        this.totalWeight = totalWeight;
        this.sums = sums;
    }

    @Override
    public scala.collection.immutable.List<float[]> getGradient(
            float[][] margins, ml.dmlc.xgboost4j.scala.DMatrix rows) {
        return JavaConverters.asScalaBuffer(getGradient(margins, rows.jDMatrix()))
                .toList();
    }

    @Override
    public List<float[]> getGradient(float[][] margins, DMatrix rows) {
        try {
            return gradient(margins, rows.getLabel(), rows.getWeight());
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost doesn't tell its rows' labels: " + e.getMessage(), e);
        }
    }

    /**
     * First and second derivatives by each row's margin.
     *
     * @param margins a row each, one value
     * @param labels grouped
     * @param weights empty where each is 1
     */
    List<float[]> gradient(float[][] margins, float[] labels, float[] weights) {
        Pull pull = lambda == 0 ? Pull.none(shares.length) : pull(margins, labels, weights);
        float[] first = new float[labels.length];
        float[] second = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int group = GroupedLabels.group(labels[i]);
            double weight = weight(weights, i);
            double p = sigmoid(margins[i][0]);
            double d = sigmoid(sharpness * margins[i][0]);
            double slope = sharpness * d * (1 - d);
            double bend = slope * (pull.coupling()[group] + Math.abs(pull.price()[group] * sharpness * (1 - 2 * d)));
            first[i] = (float) (weight * (p - GroupedLabels.label(labels[i]) + pull.price()[group] * slope));
            second[i] = (float) (weight * (Math.max(SMALLEST_CURVATURE, p * (1 - p)) + learningRate * bend));
        }
        return List.of(first, second);
    }

    /**
     * What the penalty does to the rows of each group, of weight 1.
     *
     * @param price of a decision: λ (C_g − Σ_h π_h C_h)
     * @param coupling with the other rows: λ Σ_h |1[g = h] − π_h| · Σ_j |1[g_j = h] − π_h| w_j d'_j / W
     */
    private record Pull(double[] price, double[] coupling) {
        static Pull none(int groups) {
            return new Pull(new double[groups], new double[groups]);
        }
    }

    private Pull pull(float[][] margins, float[] labels, float[] weights) {
        int groups = shares.length;
        float[] totals = totals(margins, labels, weights);
        double decisions = 0;
        double slopes = 0;
        for (int g = 0; g < groups; g++) {
            decisions += totals[g];
            slopes += totals[groups + g];
        }
        double mean = 0;
        double[] price = new double[groups];
        double[] coupling = new double[groups];
        for (int h = 0; h < groups; h++) {
            double covariance = totals[h] - shares[h] * decisions;
            double apart = (1 - shares[h]) * totals[groups + h] + shares[h] * (slopes - totals[groups + h]);
            price[h] = lambda * covariance;
            mean += shares[h] * price[h];
            for (int g = 0; g < groups; g++) {
                coupling[g] += lambda * (g == h ? 1 - shares[h] : shares[h]) * apart;
            }
        }
        for (int g = 0; g < groups; g++) {
            price[g] -= mean;
        }
        return new Pull(price, coupling);
    }

    /** Σ w d / W of each group, then Σ w d' / W of each, over all workers. */
    private float[] totals(float[][] margins, float[] labels, float[] weights) {
        int groups = shares.length;
        double[] ofWorker = new double[2 * groups];
        for (int i = 0; i < labels.length; i++) {
            int group = GroupedLabels.group(labels[i]);
            double share = weight(weights, i) / totalWeight;
            double d = sigmoid(sharpness * margins[i][0]);
            ofWorker[group] += share * d;
            ofWorker[groups + group] += share * sharpness * d * (1 - d);
        }
        float[] floats = new float[ofWorker.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) ofWorker[i];
        }
        return sums.apply(floats);
    }

    private static double weight(float[] weights, int row) {
        return weights.length == 0 ? 1 : weights[row];
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
