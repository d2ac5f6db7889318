package io.lepton.fairness.estimate;

import java.util.List;

/**
 * Hypotheses by rising true distance, the first of which is that there is none.
 *
 * @param hypotheses at least one
 */
record Line(List<Hypothesis> hypotheses) {
    Line {
        hypotheses = List.copyOf(hypotheses);
    }

    /** The true distance at which a share of the samples, that below the normal quantile z, seems less far than what was found. */
    double where(double z, double found) {
        Hypothesis before = hypotheses.get(0);
        if (before.quantile(z) >= found) {
            return before.truth();
        }
        for (Hypothesis next : hypotheses.subList(1, hypotheses.size())) {
            double reached = next.quantile(z);
            if (reached >= found) {
                double part = (found - before.quantile(z)) / (reached - before.quantile(z));
                return before.truth() + part * (next.truth() - before.truth());
            }
            before = next;
        }
        // Beyond the farthest hypothesis the quantile keeps its distance.
        return before.truth() + found - before.quantile(z);
    }

    /** What is true where there is no distance. */
    double none() {
        return hypotheses.get(0).truth();
    }

    /** What is found half of the time where there is no distance. */
    double typicalOfNone() {
        return hypotheses.get(0).quantile(0);
    }

    Line scaled(double factor) {
        return new Line(hypotheses.stream()
                .map(each -> new Hypothesis(factor * each.truth(), each.mean(), each.deviation(), each.skewness()))
                .toList());
    }
}
