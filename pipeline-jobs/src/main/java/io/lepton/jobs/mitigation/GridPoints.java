package io.lepton.jobs.mitigation;

import io.lepton.config.Mitigate.Constraint;
import io.lepton.error.LeptonException;

/**
 * How many multipliers a grid search tries, each at the price of a fit. Its coarsest grid is 0 and one of either sign for each independent
 * constraint: of G groups a rate has G − 1 of those, as the rate of everybody follows from the groups'.
 *
 * @param groups of the training rows
 */
record GridPoints(Constraint constraint, long groups) {
    /** One constraint has a finer grid than that, of so many points. */
    private static final int USUAL = 11;

    /** Of the grid of one constraint, which goes to 2 (as in Fairlearn). */
    private static final double STEP = 0.4;

    /** As many fits as two exponentiated gradients take. */
    private static final int MOST = 41;

    /** @throws LeptonException (data) where they would be more than is sensible */
    int count() {
        long least = 1 + 2 * rates() * (groups - 1);
        if (least > MOST) {
            throw LeptonException.data("Cannot mitigate by grid-search: the training rows have " + groups
                    + " groups, whose grid needs " + least + " fits of the model, and at most " + MOST
                    + " are made. Join groups (audit.bins joins ranges of a number), choose a constraint on one rate, or"
                    + " take method: exponentiated-gradient.");
        }
        return (int) Math.max(USUAL, least);
    }

    /**
     * The largest multiplier, such that its steps are equally long in any grid. What one is worth to a row goes up as its group gets
     * smaller: of a coarse grid of long ones each would decide the same about everybody of a group.
     */
    double limit() {
        long constraints = rates() * (groups - 1);
        return constraints > 1 ? STEP : STEP * (USUAL / 2);
    }

    private int rates() {
        return switch (constraint) {
            case EQUALIZED_ODDS -> 2;
            case DEMOGRAPHIC_PARITY, EQUAL_OPPORTUNITY, ERROR_PARITY -> 1;
        };
    }
}
