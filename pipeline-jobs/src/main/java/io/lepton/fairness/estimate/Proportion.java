package io.lepton.fairness.estimate;

/**
 * A share.
 *
 * @param successes not negative; of weighted rows, in effective numbers
 * @param trials above 0 unless undefined
 */
public record Proportion(double successes, double trials) implements Estimate {
    @Override
    public double value() {
        return trials > 0 ? successes / trials : Double.NaN;
    }

    @Override
    public double standardError() {
        double p = value();
        return Math.sqrt(p * (1 - p) / trials);
    }

    /**
     * Wilson's score interval: stays within 0 to 1 and holds its level for small counts, where the textbook interval fails (Wilson 1927;
     * Brown, Cai and DasGupta 2001).
     */
    @Override
    public Interval interval(double confidence) {
        if (!(trials > 0)) {
            return Interval.UNKNOWN;
        }
        double z = Normal.z(confidence);
        double p = value();
        // At 0 and 1 the ends are exact; what is rounded may leave them.
        return new Interval(p == 0 ? 0 : end(-z), p == 1 ? 1 : end(z));
    }

    /** The share that lies so many of its own standard errors from what was found. */
    double end(double z) {
        double p = value();
        double z2 = z * z / trials;
        double center = (p + z2 / 2) / (1 + z2);
        double half = z * Math.sqrt(p * (1 - p) / trials + z2 / (4 * trials)) / (1 + z2);
        return Math.max(0, Math.min(1, center + half));
    }
}
