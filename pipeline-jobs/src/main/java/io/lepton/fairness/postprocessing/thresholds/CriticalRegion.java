package io.lepton.fairness.postprocessing.thresholds;

import java.util.List;

/**
 * The scores around a threshold that are decided by group (Kamiran, Karim and Zhang, 2012): within the margin nobody of a privileged
 * group is selected and everybody else is.
 *
 * @param privileged groups
 * @param threshold above it one is selected, outside of the region
 * @param margin the region's half width; 0 for none
 * @param disparity largest difference between groups of the rates that shall be the same, [0, 1], on the rows that it was fitted on
 * @param objective that was reached there
 * @param holds whether the disparity is within the bound; else it is the least that a margin of the grid reaches
 */
public record CriticalRegion(
        List<String> privileged, double threshold, double margin, double disparity, double objective, boolean holds) {

    public CriticalRegion {
        privileged = List.copyOf(privileged);
    }

    /** Keeping the bound counts first; then the objective, or else the disparity. */
    boolean isBetterThan(CriticalRegion other) {
        if (holds != other.holds) {
            return holds;
        }
        return holds ? objective > other.objective : disparity < other.disparity;
    }

    /** Whoever of a privileged group is above this is selected. */
    public double privilegedAbove() {
        return threshold + margin;
    }

    /** Whoever of another group has this or more is selected; without a margin, more. */
    public double othersFrom() {
        return margin == 0 ? Math.nextUp(threshold) : threshold - margin;
    }
}
