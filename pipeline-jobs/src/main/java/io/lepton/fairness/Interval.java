package io.lepton.fairness;

/** A 95 % confidence interval; both ends lie in 0 to 1. */
public record Interval(double low, double high) {
    private static final double Z = 1.959963984540054;

    /**
     * Wilson's score interval of a proportion: stays within 0 to 1 and holds its level for small counts, where the textbook interval
     * fails (Wilson 1927; Brown, Cai and DasGupta 2001).
     *
     * @param trials above 0
     */
    public static Interval wilson(long successes, long trials) {
        double p = (double) successes / trials;
        double z2 = Z * Z / trials;
        double center = (p + z2 / 2) / (1 + z2);
        double half = Z * Math.sqrt(p * (1 - p) / trials + z2 / (4 * trials)) / (1 + z2);
        return new Interval(Math.max(0, center - half), Math.min(1, center + half));
    }
}
