package io.lepton.training.neural;

import java.io.Serializable;

/**
 * Brings features to zero mean and unit variance, z = (x − μ) / σ, as the training rows have them, but for flags (0 or 1, or a share of 1),
 * which stay as they are: scaled, a rare category would outweigh all else. Missing values become the mean, z = 0;
 * so does a feature that was constant, whatever it is later. One outlier can't drown the rest: |z| is at most {@value #LARGEST}.
 *
 * @param means μ a feature
 * @param rates 1 / σ a feature; 0 for constant ones
 * @param labelMean μ of a numeric label, 0 for classes
 * @param labelDeviation σ of a numeric label, 1 for classes
 */
record Scaling(double[] means, double[] rates, double labelMean, double labelDeviation) implements Serializable {
    static final double LARGEST = 10;

    int features() {
        return means.length;
    }

    double standardized(int feature, double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        double z = (value - means[feature]) * rates[feature];
        return Math.max(-LARGEST, Math.min(LARGEST, z));
    }

    double standardizedLabel(double label) {
        return (label - labelMean) / labelDeviation;
    }

    double label(double standardized) {
        return labelMean + labelDeviation * standardized;
    }
}
