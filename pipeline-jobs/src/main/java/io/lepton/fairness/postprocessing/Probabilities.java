package io.lepton.fairness.postprocessing;

import io.lepton.error.LeptonException;
import io.lepton.fairness.postprocessing.scores.ScoreTable;
import java.util.SortedMap;

/** Scores that must be probabilities. */
final class Probabilities {
    private Probabilities() {}

    /** @throws LeptonException data, where some are below 0 or above 1 */
    static void require(SortedMap<String, ScoreTable> scores, String column) {
        scores.forEach((group, table) -> {
            double low = table.low()[0];
            double high = table.high()[table.size() - 1];
            if (low < 0 || table.low()[table.size() - 1] > 1) {
                throw LeptonException.data("Cannot repair scores of column '" + column + "': in group '" + group
                        + "' they reach from " + low + " to " + high
                        + ", and probabilities of [0, 1] are needed. Calibrate the scores first.");
            }
        });
    }
}
