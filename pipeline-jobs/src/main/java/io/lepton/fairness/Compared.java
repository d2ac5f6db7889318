package io.lepton.fairness;

import io.lepton.fairness.estimate.Interval;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * A gate beside the figures that it is about.
 *
 * @param champion whose figures are taken off; absent: the bounds are about the figures themselves
 */
record Compared(Gate gate, FairnessReport report, Optional<FairnessReport> champion) {
    private static final int DECIMALS = 4;
    private static final int MOST_DECIMALS = 12;

    GateDecision disparity(String metric, String attributes) {
        Disparity found = disparity(report, metric, attributes);
        String against = Disparities.isLargest(metric) ? "everybody else" : "'" + found.bestGroup() + "'";
        String between = Double.isNaN(found.value())
                ? attributes
                : "%s ('%s' against %s)".formatted(attributes, found.worstGroup(), against);
        return decision(
                metric,
                attributes,
                between,
                judged(
                        new GateFigure(found.value(), found.interval()),
                        champion.map(other -> disparity(other, metric, attributes))
                                .map(other -> new GateFigure(other.value(), other.interval()))));
    }

    private static Disparity disparity(FairnessReport report, String metric, String attributes) {
        return report.disparities().stream()
                .filter(disparity -> disparity.attributes().equals(attributes)
                        && disparity.metric().equals(metric))
                .findFirst()
                .orElseGet(() -> new Disparity(
                        attributes, metric, Double.NaN, Interval.UNKNOWN, Disparity.Significance.UNTESTED, "", ""));
    }

    GateDecision overall(String metric) {
        return decision(
                metric,
                GroupMetrics.OVERALL,
                "all rows",
                judged(
                        GateFigure.of(report.overall(), metric),
                        champion.map(other -> GateFigure.of(other.overall(), metric))));
    }

    /** Of the group that is nearest to breaking a bound. */
    GateDecision perGroup(String measure, String attributes) {
        return report.groups().stream()
                .filter(group -> group.attributes().equals(attributes) && group.judged(measure))
                .min(Comparator.comparingDouble(
                        group -> judged(group, measure).held().slack(gate)))
                .map(group -> decision(
                        measure, attributes, "%s '%s'".formatted(attributes, group.group()), judged(group, measure)))
                .orElseGet(
                        () -> decision(measure, attributes, attributes, judged(GateFigure.UNKNOWN, Optional.empty())));
    }

    private Judged judged(GroupMetrics group, String measure) {
        return judged(GateFigure.of(group, measure), champion.map(other -> other.groups().stream()
                .filter(same -> same.attributes().equals(group.attributes())
                        && same.group().equals(group.group()))
                .findFirst()
                .map(same -> GateFigure.of(same, measure))
                .orElse(GateFigure.UNKNOWN)));
    }

    private static Judged judged(GateFigure own, Optional<GateFigure> other) {
        return new Judged(own, other, other.map(own::less).orElse(own));
    }

    /**
     * What is held against the bounds.
     *
     * @param own figure
     * @param other the champion's
     * @param held the first, or their difference
     */
    private record Judged(GateFigure own, Optional<GateFigure> other, GateFigure held) {}

    private GateDecision decision(String metric, String attributes, String whom, Judged judged) {
        GateFigure held = judged.held();
        boolean byInterval = gate.judgedBy() == Gate.JudgedBy.INTERVAL;
        if (Double.isNaN(held.value())) {
            String reason =
                    "%s of %s could not be measured: too few rows to judge, or only one outcome. That does not pass."
                            .formatted(metric, whom);
            return new GateDecision(gate, attributes, held.value(), false, reason);
        }
        if (byInterval && !held.interval().isKnown()) {
            String reason =
                    "%s of %s is %s, and its interval is not known. That does not pass a gate judged by the interval."
                            .formatted(metric, whom, number(held.value()));
            return new GateDecision(gate, attributes, held.value(), false, reason);
        }
        String interval = byInterval
                ? ", from %s to %s with 95 %% confidence"
                        .formatted(
                                number(held.interval().low()),
                                number(held.interval().high()))
                : "";
        String against = judged.other()
                .map(other -> ", the champion's is %s: a difference of %s"
                        .formatted(number(other.value()), number(held.value())))
                .orElse("");
        String reason = "%s of %s is %s%s%s; the gate asks for %s%s."
                .formatted(
                        metric,
                        whom,
                        number(judged.own().value()),
                        against,
                        interval,
                        gate.bounds(),
                        against.isEmpty() ? "" : " more than the champion's");
        return new GateDecision(gate, attributes, held.value(), held.slack(gate) >= 0, reason);
    }

    /** To as many decimals as show on which side of the bounds it is. */
    private String number(double value) {
        int decimals = DECIMALS;
        while (decimals < MOST_DECIMALS && misleads(value, Double.parseDouble(rounded(value, decimals)))) {
            decimals++;
        }
        return rounded(value, decimals).replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    private boolean misleads(double value, double shown) {
        return gate.atLeast().filter(bound -> shown >= bound != value >= bound).isPresent()
                || gate.atMost()
                        .filter(bound -> shown <= bound != value <= bound)
                        .isPresent();
    }

    private static String rounded(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
