package io.lepton.fairness.estimate;

/**
 * A figure of one group against that of another; the groups have no row in common.
 *
 * @param first of the group that is compared
 * @param second of the group that it is compared with
 */
public record Comparison(Estimate first, Estimate second) {
    private static final int HALVINGS = 60;
    private static final double LARGEST_LOGARITHM = 20;

    public Comparison {
        first = first.compared();
        second = second.compared();
    }

    /**
     * Of the first minus the second: Newcombe's hybrid of the two score intervals (1998, method 10); of other estimates the same by Zou
     * and Donner (2008).
     */
    public Interval difference(double confidence) {
        Interval one = first.interval(confidence);
        Interval two = second.interval(confidence);
        if (!one.isKnown() || !two.isKnown()) {
            return Interval.UNKNOWN;
        }
        double difference = first.value() - second.value();
        return new Interval(
                difference - Math.hypot(first.value() - one.low(), two.high() - second.value()),
                difference + Math.hypot(one.high() - first.value(), second.value() - two.low()));
    }

    /**
     * Of the first divided by the second: Miettinen and Nurminen's score interval (1985) of two proportions; of other estimates Zou and Donner's of
     * the difference of the logarithms.
     */
    public Interval ratio(double confidence) {
        if (first instanceof Proportion one && second instanceof Proportion two) {
            return one.trials() > 0 && two.trials() > 0 ? score(one, two, Normal.z(confidence)) : Interval.UNKNOWN;
        }
        Interval one = first.interval(confidence);
        Interval two = second.interval(confidence);
        double ratio = first.value() / second.value();
        if (!one.isKnown() || !two.isKnown() || !(ratio > 0) || Double.isInfinite(ratio)) {
            return Interval.UNKNOWN;
        }
        return new Interval(
                ratio
                        * Math.exp(-Math.hypot(
                                logarithm(first.value(), one.low()), logarithm(two.high(), second.value()))),
                ratio
                        * Math.exp(Math.hypot(
                                logarithm(one.high(), first.value()), logarithm(second.value(), two.low()))));
    }

    /** Of a quotient; infinite where the interval reaches 0. */
    private static double logarithm(double larger, double smaller) {
        return smaller > 0 ? Math.log(larger / smaller) : Double.POSITIVE_INFINITY;
    }

    private static Interval score(Proportion one, Proportion two, double z) {
        if (one.successes() == 0 && two.successes() == 0) {
            return new Interval(0, Double.POSITIVE_INFINITY);
        }
        double low = one.successes() == 0 ? 0 : solve(one, two, z);
        double high = two.successes() == 0 ? Double.POSITIVE_INFINITY : solve(one, two, -z);
        return new Interval(low, high);
    }

    /** The ratio at which the score is z: the score falls as the ratio rises. */
    private static double solve(Proportion one, Proportion two, double z) {
        double low = -LARGEST_LOGARITHM;
        double high = LARGEST_LOGARITHM;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (scoreAt(one, two, Math.exp(middle)) > z) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /** How many standard errors p1 − R p2 is above 0, were R the ratio; errors by the likeliest proportions of that ratio. */
    private static double scoreAt(Proportion one, Proportion two, double r) {
        double n1 = one.trials();
        double n2 = two.trials();
        double n = n1 + n2;
        double a = r * n;
        double b = r * n1 + one.successes() + n2 + r * two.successes();
        double c = one.successes() + two.successes();
        double p2 = (b - Math.sqrt(Math.max(0, b * b - 4 * a * c))) / (2 * a);
        double p1 = r * p2;
        double variance = (p1 * (1 - p1) / n1 + r * r * p2 * (1 - p2) / n2) * n / (n - 1);
        double excess = one.value() - r * two.value();
        return excess == 0 ? 0 : excess / Math.sqrt(Math.max(0, variance));
    }
}
