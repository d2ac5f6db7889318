package io.lepton.fairness.measures;

/** The root of Jensen and Shannon's divergence in bits, which is a metric (Endres and Schindelin 2003), of both halves of the counts. */
final class JensenShannonMetric {
    private JensenShannonMetric() {}

    static double distance(double[] counts) {
        return Math.sqrt(divergence(counts));
    }

    /** Mean of the two divergences from the mixture: 0 if alike, 1 if apart. */
    private static double divergence(double... counts) {
        int size = counts.length / 2;
        double first = 0;
        double second = 0;
        for (int i = 0; i < size; i++) {
            first += counts[i];
            second += counts[size + i];
        }
        double divergence = 0;
        for (int i = 0; i < size; i++) {
            double p = counts[i] / first;
            double q = counts[size + i] / second;
            divergence += (part(p, (p + q) / 2) + part(q, (p + q) / 2)) / 2;
        }
        // What is rounded may fall below.
        return divergence < 0 ? 0 : divergence;
    }

    private static double part(double p, double mixture) {
        return p == 0 ? 0 : p * Math.log(p / mixture) / Math.log(2);
    }
}
