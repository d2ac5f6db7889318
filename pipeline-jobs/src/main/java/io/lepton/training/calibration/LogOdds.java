package io.lepton.training.calibration;

import java.io.Serializable;

/**
 * Logarithms of probabilities, kept finite.
 *
 * @param smallest what probabilities nearer to 0, or to 1, are taken for; above 0
 */
record LogOdds(double smallest) implements Serializable {
    private double clipped(double probability) {
        return Math.max(smallest, Math.min(1 - smallest, probability));
    }

    double ofYes(double probability) {
        return Math.log(clipped(probability));
    }

    double ofNo(double probability) {
        return Math.log1p(-clipped(probability));
    }

    double of(double probability) {
        return ofYes(probability) - ofNo(probability);
    }

    static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
