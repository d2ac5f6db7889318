package io.lepton.fairness.postprocessing.thresholds;

import java.io.Serializable;

/**
 * How likely a person of one group is selected, given the score:
 *
 * <pre>ignored · constant + (1 − ignored) · ((1 − share) · [first selects] + share · [second selects])</pre>
 *
 * @param ignored how likely the score is not looked at; 0 unless odds are equalized
 * @param constant how likely one is selected then
 * @param share how likely the second threshold decides rather than the first, [0, 1]
 */
public record GroupRule(String group, double ignored, double constant, double share, Threshold first, Threshold second)
        implements Serializable {

    /** [0, 1]. */
    public double selectionProbability(double score) {
        return ignored * constant
                + (1 - ignored)
                        * ((1 - share) * (first.selects(score) ? 1 : 0) + share * (second.selects(score) ? 1 : 0));
    }

    /** Whether some scores' fate is drawn. */
    public boolean randomizes() {
        return ignored > 0 || (share > 0 && share < 1);
    }

    GroupRule ignoring(double ignored, double constant) {
        return new GroupRule(group, ignored, constant, share, first, second);
    }
}
