package io.lepton.fairness.estimate;

/** A measured figure that knows how uncertain it is. */
public sealed interface Estimate
        permits Proportion, Approximate, Skewed, Smoothed, TwoShares, Mean, Mapped, Distance, ShareOfRanks, Exact {
    double CONFIDENCE = 0.95;

    /** NaN where it is undefined: no positives, so no recall. */
    double value();

    /** Of the value; NaN where it is unknown. */
    double standardError();

    /**
     * The interval that holds the true value with a probability.
     *
     * @param confidence above 0, below 1
     */
    Interval interval(double confidence);

    /** The figure whose equality among groups means this one's: itself, or what it is a function of. */
    default Estimate tested() {
        return this;
    }

    /** The same figure as it counts beside those of other groups, which comparisons take for independent. */
    default Estimate compared() {
        return this;
    }
}
