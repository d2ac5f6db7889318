package io.lepton.inference;

import java.io.Serializable;

/** A fitted model that is evaluated block by block; never changes, and may be shared by threads and sent to executors. */
public interface ScoringModel extends Serializable {
    /** How many features a row has. */
    int features();

    /** Numbers in a prediction: the probability of each class, or 1 for a quantity. */
    int outputs();

    /** Makes what one thread evaluates blocks with. */
    Scorer scorer();
}
