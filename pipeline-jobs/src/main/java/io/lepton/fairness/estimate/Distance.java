package io.lepton.fairness.estimate;

/**
 * A distance of what was measured: never below 0, and by chance above 0 where there is none.
 *
 * <p>Its interval holds the true distances that a test does not reject: those of which samples seem neither nearer nor farther than what was found
 * in more than a 40th of all cases (an inverted test, Carpenter 1999; samples are drawn by each hypothesis, not from what was found, on top of which
 * resampling puts as much chance once more). At the boundary both ends need care, as Feldman and Cousins (1998) say: that there is no distance
 * is tested to one side, so that it is held in 95 of 100 cases, too; and a find that is smaller than half of those of no distance promises no more than such a one
 * (power-constrained, Cowan et al. 2011).
 *
 * @param found what the hypotheses are held against: the distance, or an approximation of it
 * @param standardError of the distance, were it as found
 * @param lower hypotheses for the lower end
 * @param upper hypotheses for the upper end
 */
public record Distance(double value, double found, double standardError, Line lower, Line upper) implements Estimate {

    static Distance of(double found, double standardError, Line line) {
        return new Distance(found, found, standardError, line, line);
    }

    @Override
    public Interval interval(double confidence) {
        if (Double.isNaN(value) || Double.isNaN(standardError)) {
            return Interval.UNKNOWN;
        }
        double z = Normal.z(confidence);
        double high = upper.where(-z, Math.max(found, upper.typicalOfNone()));
        return new Interval(Math.max(0, Math.min(value, low(z, confidence))), Math.max(value, high));
    }

    /** Two-sided, but for distances so small that samples hardly tell them from none: there the test is one-sided, as at the boundary. */
    private double low(double z, double confidence) {
        double none = lower.none();
        double nearNone = none + (lower.where(-z, lower.typicalOfNone()) - none) / 4;
        double twoSided = lower.where(z, found);
        double low =
                twoSided > nearNone ? twoSided : Math.min(nearNone, lower.where(Normal.quantile(confidence), found));
        return low > none ? low : 0;
    }

    /** The distance itself, where hypotheses are about an approximation of it. */
    public Distance around(double exact) {
        double factor = found > 0 ? exact / found : 1;
        return new Distance(exact, found, factor * standardError, lower.scaled(factor), upper.scaled(factor));
    }

    /** The same with the upper end of another, whose hypotheses lie in another direction. */
    public Distance withUpperEndOf(Distance other) {
        return new Distance(value, found, standardError, lower, other.upper);
    }
}
