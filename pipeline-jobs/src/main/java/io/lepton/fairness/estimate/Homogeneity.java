package io.lepton.fairness.estimate;

import java.util.List;
import org.apache.commons.math3.special.Gamma;

/**
 * A test of whether groups differ by more than chance.
 *
 * @param chiSquared the statistic; NaN where it cannot be tested
 * @param degreesOfFreedom groups less one; of several figures together their sum
 */
public record Homogeneity(double chiSquared, int degreesOfFreedom) {
    private static final Homogeneity UNTESTED = new Homogeneity(Double.NaN, 0);

    /**
     * Pearson's test of proportions; of other figures Cochran's, which weighs each by its variance.
     *
     * @param figures one a group, of the same kind
     */
    public static Homogeneity of(List<Estimate> figures) {
        List<Estimate> tested = figures.stream().map(Estimate::tested).toList();
        if (tested.size() < 2) {
            return UNTESTED;
        }
        return tested.stream().allMatch(Proportion.class::isInstance)
                ? pearson(tested.stream().map(Proportion.class::cast).toList())
                : cochran(tested);
    }

    private static Homogeneity pearson(List<Proportion> shares) {
        double successes = shares.stream().mapToDouble(Proportion::successes).sum();
        double trials = shares.stream().mapToDouble(Proportion::trials).sum();
        double pooled = successes / trials;
        double variance = pooled * (1 - pooled);
        double sum = 0;
        for (Proportion share : shares) {
            double distance = share.value() - pooled;
            sum += share.trials() * distance * distance;
        }
        // Everybody or nobody everywhere.
        double statistic = variance == 0 ? 0 : sum / variance;
        return new Homogeneity(statistic, shares.size() - 1);
    }

    private static Homogeneity cochran(List<Estimate> figures) {
        double weights = 0;
        double mean = 0;
        for (Estimate figure : figures) {
            double weight = 1 / (figure.standardError() * figure.standardError());
            if (!(weight > 0) || Double.isInfinite(weight)) {
                return UNTESTED;
            }
            weights += weight;
            mean += weight * figure.value();
        }
        mean /= weights;
        double sum = 0;
        for (Estimate figure : figures) {
            double errors = (figure.value() - mean) / figure.standardError();
            sum += errors * errors;
        }
        return new Homogeneity(sum, figures.size() - 1);
    }

    /** Both at a time: of figures that are independent, such as the rates of positives and of negatives. */
    public Homogeneity and(Homogeneity other) {
        return new Homogeneity(chiSquared + other.chiSquared, degreesOfFreedom + other.degreesOfFreedom);
    }

    /** The probability of groups at least as far apart, if they were alike; NaN where it cannot be tested. */
    public double pValue() {
        return Double.isNaN(chiSquared)
                ? Double.NaN
                // One less the probability of less would be 0 of all that is below 1e-16.
                : Gamma.regularizedGammaQ(degreesOfFreedom / 2.0, chiSquared / 2);
    }
}
