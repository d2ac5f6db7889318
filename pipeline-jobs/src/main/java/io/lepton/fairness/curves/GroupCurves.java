package io.lepton.fairness.curves;

import io.lepton.fairness.counting.ScoreHistogram;

/**
 * Both curves of one group, from the counts that its figures come from.
 *
 * @param attributes the protected attribute
 * @param group one of its groups
 * @param ofClass of several classes the number of the one that is told from all others; empty of two
 */
public record GroupCurves(String attributes, String group, String ofClass, RocCurve roc, CalibrationCurve calibration) {
    public GroupCurves {
        // Older ledgers know of two classes alone.
        ofClass = ofClass == null ? "" : ofClass;
    }

    /**
     * @param scores of rows of both outcomes
     * @param rowsPerWeight rows that a weight of 1 tells as much as
     * @param fewest rows that a point of the calibration curve must tell of
     */
    public static GroupCurves of(
            String attributes, String group, String ofClass, ScoreHistogram scores, double rowsPerWeight, int fewest) {
        return new GroupCurves(
                attributes, group, ofClass, RocCurve.of(scores), CalibrationCurve.of(scores, rowsPerWeight, fewest));
    }
}
