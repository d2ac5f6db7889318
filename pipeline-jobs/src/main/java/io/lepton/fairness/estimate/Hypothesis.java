package io.lepton.fairness.estimate;

import java.util.Arrays;

/**
 * What samples show if the truth is a given one, by their first three moments.
 *
 * @param truth the true distance, or the true value of another figure
 * @param mean of what samples show
 * @param deviation their standard deviation
 * @param skewness theirs
 */
public record Hypothesis(double truth, double mean, double deviation, double skewness) {
    /** @param widening of what samples vary by */
    static Hypothesis of(double truth, double widening, double... seen) {
        double mean = Arrays.stream(seen).average().orElse(Double.NaN);
        double squares = 0;
        double cubes = 0;
        for (double each : seen) {
            double off = each - mean;
            squares += off * off;
            cubes += off * off * off;
        }
        double deviation = Math.sqrt(squares / (seen.length - 1));
        double skewness = deviation > 0 ? cubes / seen.length / (deviation * deviation * deviation) : 0;
        return new Hypothesis(truth, mean, widening * deviation, skewness);
    }

    /** Cornish and Fisher's expansion (1938): few samples tell moments better than far quantiles. */
    double quantile(double z) {
        return mean + deviation * (z + skewness * (z * z - 1) / 6);
    }
}
