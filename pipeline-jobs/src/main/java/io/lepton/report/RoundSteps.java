package io.lepton.report;

/** How far apart the ticks of an axis are. */
final class RoundSteps {
    private static final int TICKS = 5;

    private RoundSteps() {}

    /** A round number, 1, 2 or 5 times a power of ten, that fits into the range about five times. */
    static double in(double range) {
        double raw = Math.max(range, 1e-9) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double digit = raw / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
}
