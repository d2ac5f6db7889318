package io.lepton.fairness.estimate;

import java.util.List;

/**
 * A mean over the ranks that a group has of those that all groups share: what one group gets, the others lack. Its interval holds the true values of which a
 * test does not reject what was found; as Wilson's, by what samples of each would vary by.
 *
 * @param hypotheses by rising true value
 * @param share of all ranks that are the group's, above 0 and at most 1
 * @param reach by how much the ends of its interval are further off than those
 */
public record ShareOfRanks(double value, List<Hypothesis> hypotheses, double share, double reach) implements Estimate {
    public ShareOfRanks {
        hypotheses = List.copyOf(hypotheses);
    }

    public ShareOfRanks(double value, List<Hypothesis> hypotheses, double share) {
        this(value, hypotheses, share, 1);
    }

    /** Were the value as found. */
    @Override
    public double standardError() {
        Hypothesis nearest = hypotheses.get(0);
        for (Hypothesis each : hypotheses) {
            nearest = Math.abs(each.truth() - value) < Math.abs(nearest.truth() - value) ? each : nearest;
        }
        return Double.isNaN(value) ? Double.NaN : reach * nearest.deviation();
    }

    @Override
    public Interval interval(double confidence) {
        if (Double.isNaN(value)) {
            return Interval.UNKNOWN;
        }
        double z = Normal.z(confidence);
        Line line = new Line(hypotheses);
        return new Interval(
                value - reach * Math.max(0, value - line.where(z, value)),
                value + reach * Math.max(0, line.where(-z, value) - value));
    }

    /**
     * Beside another group the ranks that both share count twice: the errors of independent groups that differ as much are larger, by the root of 1 less the share.
     */
    @Override
    public Estimate compared() {
        double wider = share < 1 ? 1 / Math.sqrt(1 - share) : 1;
        return new ShareOfRanks(value, hypotheses, 1, reach * wider);
    }

    /** As large as errors are where all groups are alike. */
    @Override
    public Estimate tested() {
        return new Approximate(
                value, new ShareOfRanks(1, hypotheses, share).compared().standardError(), Approximate.Scale.LINEAR);
    }
}
