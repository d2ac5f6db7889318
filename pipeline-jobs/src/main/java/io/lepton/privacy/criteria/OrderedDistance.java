package io.lepton.privacy.criteria;

/**
 * Values stand in a line, one step apart, the ends at distance 1: Σᵢ|Σⱼ≤ᵢ (pⱼ − qⱼ)| / (m − 1). A missing value stands a
 * whole length beyond the highest, so that the distance may reach 2.
 *
 * @param lastIsMissing whether the last value stands for missing ones
 */
public record OrderedDistance(boolean lastIsMissing) implements Distance {
    @Override
    public double of(double[] differences) {
        int present = differences.length - (lastIsMissing ? 1 : 0);
        double moved = 0;
        double sum = 0;
        for (int value = 0; value < present - 1; value++) {
            moved += differences[value];
            sum += Math.abs(moved);
        }
        double missing = lastIsMissing ? Math.abs(differences[present]) : 0;
        return (present > 1 ? sum / (present - 1) : 0) + missing;
    }
}
