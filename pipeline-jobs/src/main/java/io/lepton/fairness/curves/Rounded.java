package io.lepton.fairness.curves;

/** Keeps curves short where they are written down: a chart shows no fifth decimal. */
final class Rounded {
    private static final double PLACES = 1e4;

    private Rounded() {}

    static double of(double share) {
        return Math.round(share * PLACES) / PLACES;
    }
}
