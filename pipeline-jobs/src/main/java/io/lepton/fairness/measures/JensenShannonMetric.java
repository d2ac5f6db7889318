package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Metric;

/** The root of Jensen and Shannon's divergence in bits, which is a metric (Endres and Schindelin 2003), of both halves of the counts. */
record JensenShannonMetric() implements Metric {
    @Override
    public double distance(double[] counts) {
        return Math.sqrt(divergence(counts, 0, counts, counts.length / 2));
    }

    /** Each half may move. */
    @Override
    public double moved(double[] counts, double[] sample) {
        int half = counts.length / 2;
        return Math.sqrt(divergence(counts, 0, sample, 0)) + Math.sqrt(divergence(counts, half, sample, half));
    }

    /** Mean of the two divergences from the mixture: 0 if alike, 1 if apart. */
    private static double divergence(double[] ones, int ofOne, double[] others, int ofOther) {
        int size = ones.length / 2;
        double first = 0;
        double second = 0;
        for (int i = 0; i < size; i++) {
            first += ones[ofOne + i];
            second += others[ofOther + i];
        }
        double divergence = 0;
        for (int i = 0; i < size; i++) {
            double p = ones[ofOne + i] / first;
            double q = others[ofOther + i] / second;
            divergence += (part(p, (p + q) / 2) + part(q, (p + q) / 2)) / 2;
        }
        // What is rounded may fall below.
        return divergence < 0 ? 0 : divergence;
    }

    private static double part(double p, double mixture) {
        return p == 0 ? 0 : p * Math.log(p / mixture) / Math.log(2);
    }
}
