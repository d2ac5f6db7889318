package io.lepton.fairness.curves;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.ScoreHistogram;

/**
 * Both curves of one group, from the counts that its figures come from.
 *
 * @param attributes the protected attribute
 * @param group one of its groups
 */
public record GroupCurves(String attributes, String group, RocCurve roc, CalibrationCurve calibration) {

    /**
     * @param tally of labels 0 and 1, with rows of both
     * @param fewest rows that a point of the calibration curve must tell of
     */
    public static GroupCurves of(String attributes, String group, GroupTally tally, int fewest) {
        ScoreHistogram scores = tally.histogram();
        return new GroupCurves(
                attributes, group, RocCurve.of(scores), CalibrationCurve.of(scores, tally.rowsPerWeight(), fewest));
    }
}
