package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Alternatives;

/**
 * What frequencies would be expected, were probabilities off by less or more than was found. Chance makes a part of each bin's error, the more of the
 * sum, the more bins are right in truth: that is not known, so that each end of the interval asks for what is worst for it.
 *
 * @param cells weight of the negatives by bin, then of the positives
 * @param means mean probability by bin
 * @param rowsPerWeight rows that a weight of 1 tells as much as
 */
record CalibrationErrors(double[] cells, double[] means, double rowsPerWeight) {
    /** Standard errors by which a bin's error is taken to be smaller or larger than found; by simulation. */
    private static final double CHANCE = 2;

    /** Errors that are larger than chance makes them: the others are right. */
    Alternatives inFewBins() {
        double[] errors = errors(-CHANCE);
        return along(VectorNorm.sum(errors) > 0 ? errors : errors(0));
    }

    /** Errors everywhere. */
    Alternatives inAllBins() {
        return along(errors(CHANCE));
    }

    private double[] errors(double more) {
        double[] errors = new double[means.length];
        for (int bin = 0; bin < errors.length; bin++) {
            double rows = rows(bin);
            if (rows > 0) {
                double found = cells[means.length + bin] / rows - means[bin];
                double chance = Math.sqrt(means[bin] * (1 - means[bin]) / (rows * rowsPerWeight));
                errors[bin] = Math.signum(found) * Math.max(0, Math.abs(found) + more * chance);
            }
        }
        return errors;
    }

    private double rows(int bin) {
        return cells[bin] + cells[means.length + bin];
    }

    private Alternatives along(double... errors) {
        return share -> {
            double[] expected = new double[cells.length];
            for (int bin = 0; bin < errors.length; bin++) {
                double rows = rows(bin);
                if (rows > 0) {
                    double chance = Math.max(0, Math.min(1, means[bin] + share * errors[bin]));
                    expected[bin] = rows * (1 - chance);
                    expected[means.length + bin] = rows * chance;
                }
            }
            return expected;
        };
    }
}
