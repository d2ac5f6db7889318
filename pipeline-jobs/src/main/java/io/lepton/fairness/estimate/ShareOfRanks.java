package io.lepton.fairness.estimate;

import java.util.List;

/**
 * A mean over the ranks that a group has of those that all groups share: what one group gets, the others lack. Its interval holds the true values of which a
 * test does not reject what was found; as Wilson's, by what samples of each would vary by.
 *
 * @param hypotheses by rising true value
 * @param share of all ranks that are the group's, above 0 and at most 1
 */
public record ShareOfRanks(double value, List<Hypothesis> hypotheses, double share) implements Estimate {
    public ShareOfRanks {
        hypotheses = List.copyOf(hypotheses);
    }

    /** Were the value as found. */
    @Override
    public double standardError() {
        Hypothesis nearest = hypotheses.get(0);
        for (Hypothesis each : hypotheses) {
            nearest = Math.abs(each.truth() - value) < Math.abs(nearest.truth() - value) ? each : nearest;
        }
        return Double.isNaN(value) ? Double.NaN : nearest.deviation();
    }

    @Override
    public Interval interval(double confidence) {
        if (Double.isNaN(value)) {
            return Interval.UNKNOWN;
        }
        double z = Normal.z(confidence);
        Line line = new Line(hypotheses);
        return new Interval(Math.min(value, line.where(z, value)), Math.max(value, line.where(-z, value)));
    }

    /**
     * Beside another group the ranks that both share count twice: the errors of independent groups that differ as much are larger, by the root of 1 less the share.
     */
    @Override
    public Estimate compared() {
        double wider = share < 1 ? 1 / Math.sqrt(1 - share) : 1;
        return new ShareOfRanks(
                value, hypotheses.stream().map(each -> each.wider(wider)).toList(), 1);
    }

    /** As large as errors are where all groups are alike. */
    @Override
    public Estimate tested() {
        return new Approximate(
                value, new ShareOfRanks(1, hypotheses, share).compared().standardError(), Approximate.Scale.LINEAR);
    }
}
