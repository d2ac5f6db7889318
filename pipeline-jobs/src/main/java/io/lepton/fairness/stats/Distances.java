package io.lepton.fairness.stats;

/**
 * How far apart two distributions over the same outcomes are. Arguments are counts or weights by outcome, at least 0, with a sum above 0;
 * p and q are their shares. NaN where a sum is 0.
 *
 * <p>Names are those of AIF360, SageMaker Clarify and LiFT.
 */
public final class Distances {
    private static final double LN_2 = Math.log(2);

    private Distances() {}

    /** Kullback–Leibler divergence in nats: Σ p·ln(p/q). Infinite where q lacks an outcome that p has. */
    public static double klDivergence(double[] p, double[] q) {
        double[] ps = shares(p);
        double[] qs = shares(q);
        double sum = 0;
        for (int i = 0; i < ps.length; i++) {
            sum += ps[i] == 0 ? 0 : ps[i] * Math.log(ps[i] / qs[i]);
        }
        // Rounding must not make it negative.
        return sum < 0 ? 0 : sum;
    }

    /** Jensen–Shannon divergence in bits, 0 to 1: the mean divergence of p and of q from their mean (Lin 1991). */
    public static double jensenShannonDivergence(double[] p, double[] q) {
        double[] ps = shares(p);
        double[] qs = shares(q);
        double[] mean = new double[ps.length];
        for (int i = 0; i < ps.length; i++) {
            mean[i] = (ps[i] + qs[i]) / 2;
        }
        return (klDivergence(ps, mean) + klDivergence(qs, mean)) / 2 / LN_2;
    }

    /** Total variation distance, 0 to 1: ½·Σ|p − q|. */
    public static double totalVariation(double[] p, double[] q) {
        double[] ps = shares(p);
        double[] qs = shares(q);
        double sum = 0;
        for (int i = 0; i < ps.length; i++) {
            sum += Math.abs(ps[i] - qs[i]);
        }
        return sum / 2;
    }

    /** L2 norm of the difference, 0 to √2: √Σ(p − q)². */
    public static double lpNorm(double[] p, double[] q) {
        double[] ps = shares(p);
        double[] qs = shares(q);
        double sum = 0;
        for (int i = 0; i < ps.length; i++) {
            sum += (ps[i] - qs[i]) * (ps[i] - qs[i]);
        }
        return Math.sqrt(sum);
    }

    /** The largest difference of one outcome's shares, 0 to 1: max|p − q|. What Clarify calls KS, for outcomes without an order. */
    public static double largestDifference(double[] p, double[] q) {
        double[] ps = shares(p);
        double[] qs = shares(q);
        double largest = 0;
        for (int i = 0; i < ps.length; i++) {
            largest = Math.max(largest, Math.abs(ps[i] - qs[i]));
        }
        return largest;
    }

    /** Kolmogorov–Smirnov distance of outcomes in their order, 0 to 1: the largest difference of the cumulative shares. */
    public static double kolmogorovSmirnov(double[] p, double[] q) {
        double[] ps = shares(p);
        double[] qs = shares(q);
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < ps.length; i++) {
            difference += ps[i] - qs[i];
            largest = Math.max(largest, Math.abs(difference));
        }
        return largest;
    }

    /** (n_a − n_d) ÷ (n_a + n_d), −1 to 1: above 0 where the group d is the smaller one. AIF360 gives it with the other sign. */
    public static double classImbalance(double rest, double group) {
        return (rest - group) / (rest + group);
    }

    /**
     * Demographic disparity of a group, −1 to 1: its share of the negatives less its share of the positives (Wachter, Mittelstadt and
     * Russell 2021). NaN where there are no negatives or no positives.
     */
    public static double demographicDisparity(
            double groupNegatives, double groupPositives, double negatives, double positives) {
        return groupNegatives / negatives - groupPositives / positives;
    }

    private static double[] shares(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double[] shares = new double[weights.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weights[i] / sum;
        }
        return shares;
    }
}
