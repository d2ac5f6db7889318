package io.lepton.fairness.postprocessing.thresholds;

import java.io.Serializable;

/**
 * Selects scores on one side of a number.
 *
 * @param above whether those above it, else those below
 * @param at finite, or infinite to select all or nobody
 */
public record Threshold(boolean above, double at) implements Serializable {
    static final Threshold NOBODY = new Threshold(true, Double.POSITIVE_INFINITY);
    static final Threshold EVERYBODY = new Threshold(true, Double.NEGATIVE_INFINITY);

    public boolean selects(double score) {
        return above ? score > at : score < at;
    }
}
