package io.lepton.cli.bench.timing;

import java.util.Arrays;

/** The power of the rows that time grows by: 1 where twice the rows take twice the time. */
public final class GrowthExponent {
    private GrowthExponent() {}

    /** The slope of log time by log rows, by least squares. */
    public static double of(int[] sizes, double[] seconds) {
        double[] x = Arrays.stream(sizes).mapToDouble(Math::log).toArray();
        double[] y = Arrays.stream(seconds).map(Math::log).toArray();
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        return covariance / variance;
    }
}
